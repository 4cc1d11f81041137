// Fully connected layers, portable kernels.
#pragma once

#include <stdint.h>

namespace mote {
namespace nn {

struct FullyConnectedParams {
  int32_t rows, inputs, outputs;
  int32_t weights_zero_point, output_zero_point;
  int32_t activation_min, activation_max;
  const int8_t* weights;  // {output, input}
  // One an output; holds what the zero points add that does not depend on the
  // input: bias + inputs * zero_point * weights_zero_point
  // - zero_point * sum of the output's weights.
  const int32_t* bias;
  const int32_t* multiplier;
  const int8_t* shift;
};

struct FullyConnectedFloatParams {
  int32_t rows, inputs, outputs;
  float activation_min, activation_max;
  const float* weights;  // {input, output}: neighbours are independent sums
  const float* bias;
};

namespace reference {

// input {rows, inputs} -> output {rows, outputs}.
void FullyConnectedInt8(const FullyConnectedParams& params, const int8_t* input,
                        int8_t* output, int8_t* scratch);
void FullyConnectedFloat(const FullyConnectedFloatParams& params,
                         const float* input, float* output, int8_t* scratch);

}  // namespace reference

namespace litert {  // RequantizeTiesUp

void FullyConnectedInt8(const FullyConnectedParams& params, const int8_t* input,
                        int8_t* output, int8_t* scratch);

}  // namespace litert
}  // namespace nn
}  // namespace mote
