// Fully connected layers whose weights another layer makes.
#pragma once

#include <stdint.h>

namespace mote {
namespace nn {

struct ComputedWeightsParams {
  int32_t rows, inputs, outputs;
  int32_t input_zero_point, weights_zero_point, output_zero_point;
  int32_t multiplier, shift;
  int32_t activation_min, activation_max;
  const int32_t* bias;
};

struct ComputedWeightsFloatParams {
  int32_t rows, inputs, outputs;
  float activation_min, activation_max;
  const float* bias;
};

namespace reference {

// input {rows, inputs}, weights {outputs, inputs} -> output {rows, outputs}.
void ComputedWeightsInt8(const ComputedWeightsParams& params,
                         const int8_t* input, const int8_t* weights,
                         int8_t* output, int8_t* scratch);
void ComputedWeightsFloat(const ComputedWeightsFloatParams& params,
                          const float* input, const float* weights,
                          float* output, int8_t* scratch);

}  // namespace reference
}  // namespace nn
}  // namespace mote
