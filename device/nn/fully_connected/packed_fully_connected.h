// Fully connected layers, four outputs at a time, two a weight.
//
// The packed array holds, for outputs a, b, c, d in turn (as in
// conv/packed_conv.h, the last four filled up with zeros):
//
//   256 * bias of a + bias of b, bias of b, the same of c and d
//   for every four inputs: {256 a + b of k, of k + 2}, the same of c and d,
//                          {256 a + b of k + 1, of k + 3}, of c and d
//   multiplier and offset of a, b, c, d
//   the four shifts, a byte each, a's lowest
//
// Uniform kernels have one multiplier, offset and shift for all outputs among
// their parameters instead.
//
// Inputs are filled up with zero weights to a multiple of 8.
#pragma once

#include <stdint.h>

namespace mote {
namespace nn {

struct PackedFullyConnectedParams {
  int32_t rows, inputs, outputs;
  int32_t activation_min, activation_max;
  int32_t multiplier, offset, shift;  // of the Uniform kernels
  const int32_t* packed;
};

// Without `widen` for the kernels that need none.
inline int32_t PackedFullyConnectedScratchBytes(
    const PackedFullyConnectedParams& p, bool widen) {
  return widen ? (p.inputs + 7) / 8 * 16 : 0;
}

namespace armv7em {

// input {rows, inputs} -> output {rows, outputs}. Widens the input to 16 bits
// once, in scratch.
void FullyConnectedInt8(const PackedFullyConnectedParams& params,
                        const int8_t* input, int8_t* output, int8_t* scratch);

void FullyConnectedUniformInt8(const PackedFullyConnectedParams& params,
                               const int8_t* input, int8_t* output,
                               int8_t* scratch);

// Widens on the way, which costs less with few outputs; inputs are a multiple
// of 8.
void FullyConnectedNarrowInt8(const PackedFullyConnectedParams& params,
                              const int8_t* input, int8_t* output,
                              int8_t* scratch);

void FullyConnectedNarrowUniformInt8(const PackedFullyConnectedParams& params,
                                     const int8_t* input, int8_t* output,
                                     int8_t* scratch);

// As Narrow, and sums may reach 2^30: only biases and what 32 inputs add need
// stay within 2^23.
void FullyConnectedLongInt8(const PackedFullyConnectedParams& params,
                            const int8_t* input, int8_t* output,
                            int8_t* scratch);

}  // namespace armv7em
}  // namespace nn
}  // namespace mote
