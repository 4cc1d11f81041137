// Depthwise convolution: every input channel has its own filters. Portable
// kernels.
#pragma once

#include <stdint.h>

#include "device/nn/window.h"

namespace mote {
namespace nn {

struct DepthwiseConvParams {
  Window window;
  int32_t input_channels, multiplier_of_channels;  // outputs: their product
  int32_t input_zero_point, output_zero_point;
  int32_t activation_min, activation_max;
  // {kernel row, kernel column, output channel}, zero point 0; output channel
  // c belongs to input channel c / multiplier_of_channels.
  const int8_t* weights;
  // One an output channel, as in ConvParams.
  const int32_t* bias;
  const int32_t* multiplier;
  const int8_t* shift;
};

struct DepthwiseConvFloatParams {
  Window window;
  int32_t input_channels, multiplier_of_channels;
  float activation_min, activation_max;
  const float* weights;
  const float* bias;
};

namespace reference {

// input {height, width, channels} -> output {height, width, channels}.
void DepthwiseConvInt8(const DepthwiseConvParams& params, const int8_t* input,
                       int8_t* output, int8_t* scratch);
void DepthwiseConvFloat(const DepthwiseConvFloatParams& params,
                        const float* input, float* output, int8_t* scratch);

}  // namespace reference

namespace litert {

// RequantizeTiesUp for whole groups of so many channels, Requantize for the
// rest.
constexpr int32_t kDepthwiseGroup = 8;

void DepthwiseConvInt8(const DepthwiseConvParams& params, const int8_t* input,
                       int8_t* output, int8_t* scratch);

}  // namespace litert
}  // namespace nn
}  // namespace mote
