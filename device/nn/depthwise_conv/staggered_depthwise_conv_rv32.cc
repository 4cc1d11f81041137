#include "device/nn/depthwise_conv/staggered_planes.h"

namespace mote {
namespace nn {
namespace rv32 {
namespace {

void Filter(uint32_t* words, int32_t columns, const int32_t* weights,
            int32_t count) {
  uint32_t w[9];
  for (int32_t k = 0; k < 9; ++k) w[k] = static_cast<uint32_t>(weights[k]);
  for (uint32_t* end = words + count; words != end; ++words) {
    const uint32_t* second = words + columns;
    const uint32_t* third = second + columns;
    *words = words[0] * w[0] + words[1] * w[1] + words[2] * w[2] +
             second[0] * w[3] + second[1] * w[4] + second[2] * w[5] +
             third[0] * w[6] + third[1] * w[7] + third[2] * w[8];
  }
}

}  // namespace

void DepthwiseConvInt8(const StaggeredDepthwiseConvParams& p,
                       const int8_t* input, int8_t* output, int8_t* scratch) {
  staggered::DepthwiseConv<Filter>(
      p, input, output, scratch, staggered::WriteRows<staggered::LongProduct>);
}

}  // namespace rv32
}  // namespace nn
}  // namespace mote
