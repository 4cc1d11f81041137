#include "device/nn/depthwise_conv/wide_depthwise_conv_rows.h"
#include "device/nn/wide_simd128.h"

namespace mote {
namespace nn {
namespace simd128 {

void DepthwiseConvInt8(const WideDepthwiseConvParams& p, const int8_t* input,
                       int8_t* output, int8_t* scratch) {
  const int8_t* image = WideDepthwiseImage<WordPairs>(p.shape, input, scratch);
  WideDepthwiseRows<WordPairs, Int8Output>(
      p, image, reinterpret_cast<int32_t*>(scratch), output);
}

}  // namespace simd128
}  // namespace nn
}  // namespace mote
