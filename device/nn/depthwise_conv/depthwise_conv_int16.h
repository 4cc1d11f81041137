// Depthwise convolution of int16 with weights of int8 and sums of 64 bits,
// portable kernel.
#pragma once

#include <stdint.h>

#include "device/nn/window.h"

namespace mote {
namespace nn {

// Zero points are 0.
struct DepthwiseConvInt16Params {
  Window window;
  int32_t input_channels, multiplier_of_channels;  // outputs: their product
  int32_t activation_min, activation_max;
  const int8_t* weights;  // {kernel row, kernel column, output channel}
  const int64_t* bias;    // one an output channel
  const int32_t* multiplier;
  const int8_t* shift;
};

namespace reference {

void DepthwiseConvInt16(const DepthwiseConvInt16Params& params,
                        const int16_t* input, int16_t* output, int8_t* scratch);

}  // namespace reference
}  // namespace nn
}  // namespace mote
