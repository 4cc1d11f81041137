// The convolutions of staggered_conv.h that add a residual (conv_add.h).
#pragma once

#include "device/nn/add/tabulated_add.h"
#include "device/nn/conv/conv_add.h"
#include "device/nn/conv/staggered_conv.h"

namespace mote {
namespace nn {

using StaggeredConvAddParams =
    ConvWithAddParams<TabulatedAddParams, StaggeredConvParams>;

namespace armv6m {
void ConvAddInt8(const StaggeredConvAddParams& params, const int8_t* residual,
                 const int8_t* input, int8_t* output, int8_t* scratch);
}  // namespace armv6m

namespace armv7m {
void ConvAddInt8(const StaggeredConvAddParams& params, const int8_t* residual,
                 const int8_t* input, int8_t* output, int8_t* scratch);
}  // namespace armv7m

namespace rv32 {
void ConvAddInt8(const StaggeredConvAddParams& params, const int8_t* residual,
                 const int8_t* input, int8_t* output, int8_t* scratch);
}  // namespace rv32

}  // namespace nn
}  // namespace mote
