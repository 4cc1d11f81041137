// Two-dimensional convolution of int16 with weights of int8 and sums of 64
// bits (TensorFlow Lite's 16x8), portable kernel.
#pragma once

#include <stdint.h>

#include "device/nn/window.h"

namespace mote {
namespace nn {

// Zero points are 0.
struct ConvInt16Params {
  Window window;
  int32_t input_channels, output_channels;
  int32_t activation_min, activation_max;
  const int8_t* weights;  // {output channel, kernel row, column, input channel}
  const int64_t* bias;    // one a channel
  const int32_t* multiplier;
  const int8_t* shift;
};

namespace reference {

// input {height, width, channels} -> output {height, width, channels}.
void ConvInt16(const ConvInt16Params& params, const int16_t* input,
               int16_t* output, int8_t* scratch);

}  // namespace reference
}  // namespace nn
}  // namespace mote
