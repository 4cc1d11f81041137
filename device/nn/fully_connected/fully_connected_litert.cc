#include "device/nn/fully_connected/fully_connected_loop.h"

namespace mote {
namespace nn {
namespace litert {
namespace {

struct TiesUp {
  static int32_t Scale(const FullyConnectedParams& p, int32_t sum, int32_t o) {
    return RequantizeTiesUp(sum, p.multiplier[o], p.shift[o]);
  }
};

}  // namespace

void FullyConnectedInt8(const FullyConnectedParams& p, const int8_t* input,
                        int8_t* output, int8_t* /*scratch*/) {
  FullyConnectedLoop<TiesUp>(p, input, output);
}

}  // namespace litert
}  // namespace nn
}  // namespace mote
