// The convolutions of packed_conv.h that add a residual (conv_add.h).
#pragma once

#include "device/nn/add/short_add.h"
#include "device/nn/conv/conv_add.h"
#include "device/nn/conv/packed_conv.h"

namespace mote {
namespace nn {

using PackedConvAddParams = ConvWithAddParams<ShortAddParams, PackedConvParams>;
// A row is a pixel.
using PackedPointwiseAddParams =
    ConvWithAddParams<ShortAddParams, PackedPointwiseParams>;

namespace armv7em {

void ConvAddInt8(const PackedConvAddParams& params, const int8_t* residual,
                 const int8_t* input, int8_t* output, int8_t* scratch);
void PointwiseAddInt8(const PackedPointwiseAddParams& params,
                      const int8_t* residual, const int8_t* input,
                      int8_t* output, int8_t* scratch);

}  // namespace armv7em
}  // namespace nn
}  // namespace mote
