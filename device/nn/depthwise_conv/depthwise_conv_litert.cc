#include "device/nn/depthwise_conv/depthwise_conv_loop.h"

namespace mote {
namespace nn {
namespace litert {
namespace {

struct TiesUp {
  static int32_t Scale(const DepthwiseConvParams& p, int32_t sum, int32_t o) {
    const int32_t outputs = p.input_channels * p.multiplier_of_channels;
    return o < outputs / kDepthwiseGroup * kDepthwiseGroup
               ? RequantizeTiesUp(sum, p.multiplier[o], p.shift[o])
               : Requantize(sum, p.multiplier[o], p.shift[o]);
  }
};

}  // namespace

void DepthwiseConvInt8(const DepthwiseConvParams& p, const int8_t* input,
                       int8_t* output, int8_t* /*scratch*/) {
  DepthwiseConvLoop<TiesUp>(p, input, output);
}

}  // namespace litert
}  // namespace nn
}  // namespace mote
