#include "device/nn/conv/conv_loop.h"

namespace mote {
namespace nn {
namespace litert {
namespace {

struct TiesUp {
  static int32_t Scale(const ConvParams& p, int32_t sum, int32_t c) {
    return RequantizeTiesUp(sum, p.multiplier[c], p.shift[c]);
  }
};

}  // namespace

void ConvInt8(const ConvParams& p, const int8_t* input, int8_t* output,
              int8_t* /*scratch*/) {
  ConvLoop<TiesUp>(p, input, output);
}

}  // namespace litert
}  // namespace nn
}  // namespace mote
