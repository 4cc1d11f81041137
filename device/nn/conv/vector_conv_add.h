// The convolution of vector_conv.h that adds a residual (conv_add.h).
#pragma once

#include "device/nn/add/short_add.h"
#include "device/nn/conv/conv_add.h"
#include "device/nn/conv/vector_conv.h"

namespace mote {
namespace nn {

using VectorConvAddParams = ConvWithAddParams<ShortAddParams, VectorConvParams>;

namespace mve {

void ConvAddInt8(const VectorConvAddParams& params, const int8_t* residual,
                 const int8_t* input, int8_t* output, int8_t* scratch);

}  // namespace mve
}  // namespace nn
}  // namespace mote
