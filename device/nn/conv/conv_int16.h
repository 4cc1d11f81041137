// Two-dimensional convolution of int16 with weights of int8 and sums of 64
// bits (TensorFlow Lite's 16x8), portable kernel.
#pragma once

#include <stdint.h>

#include "device/nn/window.h"

namespace mote {
namespace nn {

// Zero points are 0.
template <typename Bias>
struct ConvInt16ParamsOf {
  Window window;
  int32_t input_channels, output_channels;
  int32_t activation_min, activation_max;
  const int8_t* weights;  // {output channel, kernel row, column, input channel}
  const Bias* bias;       // one a channel
  const int32_t* multiplier;
  const int8_t* shift;
};
using ConvInt16Params = ConvInt16ParamsOf<int64_t>;
using ConvInt16ShortParams = ConvInt16ParamsOf<int32_t>;

namespace reference {

// input {height, width, channels} -> output {height, width, channels}.
void ConvInt16(const ConvInt16Params& params, const int16_t* input,
               int16_t* output, int8_t* scratch);
// With sums of 32 bits, which are rounded as those of int8 are.
void ConvInt16Short(const ConvInt16ShortParams& params, const int16_t* input,
                    int16_t* output, int8_t* scratch);

}  // namespace reference
}  // namespace nn
}  // namespace mote
