#include "device/nn/depthwise_conv/wide_depthwise_conv_rows.h"
#include "device/nn/wide_neon.h"

namespace mote {
namespace nn {
namespace dotprod {

void DepthwiseConvInt8(const WideDepthwiseConvParams& p, const int8_t* input,
                       int8_t* output, int8_t* scratch) {
  const int8_t* image =
      WideDepthwiseImage<SignedQuads>(p.shape, input, scratch);
  WideDepthwiseRows<SignedQuads, Int8Output>(
      p, image, reinterpret_cast<int32_t*>(scratch), output);
}

}  // namespace dotprod
}  // namespace nn
}  // namespace mote
