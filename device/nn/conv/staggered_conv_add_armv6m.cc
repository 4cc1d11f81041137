#include "device/nn/conv/conv_add_loop.h"
#include "device/nn/conv/staggered_conv_add.h"

namespace mote {
namespace nn {
namespace armv6m {

void ConvAddInt8(const StaggeredConvAddParams& p, const int8_t* residual,
                 const int8_t* input, int8_t* output, int8_t* scratch) {
  ConvAdd(p, residual, input, output, scratch, tabulated::AddInt8, ConvInt8);
}

}  // namespace armv6m
}  // namespace nn
}  // namespace mote
