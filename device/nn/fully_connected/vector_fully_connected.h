// Fully connected layers on 16 inputs at a time (Armv8.1-M MVE): 16 inputs are
// loaded once for four outputs.
#pragma once

#include <stdint.h>

namespace mote {
namespace nn {

struct VectorFullyConnectedParams {
  int32_t rows, inputs, outputs;
  int32_t output_zero_point;
  int32_t activation_min, activation_max;
  // Inputs are filled up by zero weights to a multiple of 16, and outputs to
  // one of 4. For every four outputs and 16 inputs: 16 weights of each output.
  const int8_t* weights;
  // As of VectorConvParams (conv/vector_conv.h).
  const int32_t* output_words;
};

// A row that is not a multiple of 16 is copied, so that nothing behind it is
// read.
inline int32_t VectorFullyConnectedScratchBytes(
    const VectorFullyConnectedParams& p) {
  return p.inputs % 16 == 0 ? 0 : (p.inputs + 15) / 16 * 16;
}

namespace mve {

// input {rows, inputs} -> output {rows, outputs}, which lie apart.
void FullyConnectedInt8(const VectorFullyConnectedParams& params,
                        const int8_t* input, int8_t* output, int8_t* scratch);

// For a ReLU at the output zero point, which hides how ties are rounded.
void FullyConnectedReluInt8(const VectorFullyConnectedParams& params,
                            const int8_t* input, int8_t* output,
                            int8_t* scratch);

}  // namespace mve
}  // namespace nn
}  // namespace mote
