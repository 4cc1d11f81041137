// Convolution turned round: every input value adds a window to the output.
#pragma once

#include <stdint.h>

#include "device/nn/window.h"

namespace mote {
namespace nn {

// The window's input is this layer's input, its padding that of the output.
// weights: {output channels, kernel height, width, input channels}.
struct TransposeConvParams {
  Window window;
  int32_t input_channels, output_channels;
  int32_t input_zero_point, output_zero_point;
  int32_t activation_min, activation_max;
  const int8_t* weights;
  const int32_t* bias;  // one a channel, as are the next two
  const int32_t* multiplier;
  const int8_t* shift;
};

struct TransposeConvInt16Params {
  Window window;
  int32_t input_channels, output_channels;
  int32_t activation_min, activation_max;
  const int8_t* weights;
  const int64_t* bias;
  const int32_t* multiplier;
  const int8_t* shift;
};

struct TransposeConvFloatParams {
  Window window;
  int32_t input_channels, output_channels;
  float activation_min, activation_max;
  const float* weights;
  const float* bias;
};

namespace reference {

void TransposeConvInt8(const TransposeConvParams& params, const int8_t* input,
                       int8_t* output, int8_t* scratch);
void TransposeConvInt16(const TransposeConvInt16Params& params,
                        const int16_t* input, int16_t* output, int8_t* scratch);
void TransposeConvFloat(const TransposeConvFloatParams& params,
                        const float* input, float* output, int8_t* scratch);

}  // namespace reference
}  // namespace nn
}  // namespace mote
