// Two-dimensional convolution, portable kernels.
#pragma once

#include <stdint.h>

#include "device/nn/window.h"

namespace mote {
namespace nn {

struct ConvParams {
  Window window;
  int32_t input_channels, output_channels;
  int32_t input_zero_point, output_zero_point;
  int32_t activation_min, activation_max;  // of the quantized output
  // {output channel, kernel row, kernel column, input channel}, zero point 0.
  const int8_t* weights;
  // One a channel. The bias holds what the input's zero point adds:
  // bias - input_zero_point * sum of the channel's weights.
  const int32_t* bias;
  const int32_t* multiplier;
  const int8_t* shift;
};

struct ConvFloatParams {
  Window window;
  int32_t input_channels, output_channels;
  float activation_min, activation_max;
  // {kernel row, kernel column, input channel, output channel}: neighbours in
  // memory are independent sums.
  const float* weights;
  const float* bias;
};

namespace reference {

// input {height, width, channels} -> output {height, width, channels}.
void ConvInt8(const ConvParams& params, const int8_t* input, int8_t* output,
              int8_t* scratch);
void ConvFloat(const ConvFloatParams& params, const float* input, float* output,
               int8_t* scratch);

}  // namespace reference

namespace litert {  // RequantizeTiesUp

void ConvInt8(const ConvParams& params, const int8_t* input, int8_t* output,
              int8_t* scratch);

}  // namespace litert
}  // namespace nn
}  // namespace mote
