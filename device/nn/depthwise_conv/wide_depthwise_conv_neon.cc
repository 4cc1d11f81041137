#include "device/nn/depthwise_conv/wide_depthwise_conv_rows.h"
#include "device/nn/wide_neon.h"

namespace mote {
namespace nn {
namespace neon {
namespace {

struct FloatWords : Floats {
  using Word = float;
  static constexpr int kSums = 16;
};

}  // namespace

void DepthwiseConvInt8(const WideDepthwiseConvParams& p, const int8_t* input,
                       int8_t* output, int8_t* scratch) {
  const int8_t* image =
      WideDepthwiseImage<SignedQuads>(p.shape, input, scratch);
  WideDepthwiseRows<SignedQuads, Int8Output>(
      p, image, reinterpret_cast<int32_t*>(scratch), output);
}

void DepthwiseConvFloat(const WideDepthwiseConvFloatParams& p,
                        const float* input, float* output, int8_t* scratch) {
  WideDepthwiseFloat<FloatWords, FloatOutput>(p, input, output, scratch);
}

}  // namespace neon
}  // namespace nn
}  // namespace mote
