#include "device/nn/depthwise_conv/staggered_planes.h"

namespace mote {
namespace nn {
namespace armv6m {

void DepthwiseConvInt8(const StaggeredDepthwiseConvParams& p,
                       const int8_t* input, int8_t* output, int8_t* scratch) {
  staggered::DepthwiseConv<staggered::ShortProduct>(p, input, output, scratch);
}

}  // namespace armv6m
}  // namespace nn
}  // namespace mote
