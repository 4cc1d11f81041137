// Fully connected layers of int16 with weights of int8 and sums of 64 bits,
// portable kernel.
#pragma once

#include <stdint.h>

namespace mote {
namespace nn {

// Zero points are 0.
struct FullyConnectedInt16Params {
  int32_t rows, inputs, outputs;
  int32_t activation_min, activation_max;
  const int8_t* weights;  // {output, input}
  const int64_t* bias;    // one an output
  const int32_t* multiplier;
  const int8_t* shift;
};

namespace reference {

// input {rows, inputs} -> output {rows, outputs}.
void FullyConnectedInt16(const FullyConnectedInt16Params& params,
                         const int16_t* input, int16_t* output,
                         int8_t* scratch);

}  // namespace reference
}  // namespace nn
}  // namespace mote
