#include "device/nn/depthwise_conv/wide_depthwise_conv_rows.h"
#include "device/nn/wide_avx512.h"

namespace mote {
namespace nn {
namespace avx512 {
namespace {

struct FloatWords : Floats {
  using Word = float;
  static constexpr int kSums = 8;
};

}  // namespace

void DepthwiseConvFloat(const WideDepthwiseConvFloatParams& p,
                        const float* input, float* output, int8_t* scratch) {
  WideDepthwiseFloat<FloatWords, FloatOutput>(p, input, output, scratch);
}

}  // namespace avx512
}  // namespace nn
}  // namespace mote
