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
// Inputs are filled up with zero weights to a multiple of 8.
#pragma once

#include <stdint.h>

namespace mote {
namespace nn {

struct PackedFullyConnectedParams {
  int32_t rows, inputs, outputs;
  int32_t activation_min, activation_max;
  int32_t widen;  // 1: the input is widened to 16 bits once, in scratch
  const int32_t* packed;
};

// With few outputs widening on the way costs less than memory for it.
inline int32_t PackedFullyConnectedScratchBytes(
    const PackedFullyConnectedParams& p) {
  return (p.outputs + 3) / 4 * 4 + (p.widen ? (p.inputs + 7) / 8 * 16 : 0);
}

namespace armv7em {

// input {rows, inputs} -> output {rows, outputs}. Without `widen` inputs must
// be a multiple of 8.
void FullyConnectedInt8(const PackedFullyConnectedParams& params,
                        const int8_t* input, int8_t* output, int8_t* scratch);

}  // namespace armv7em
}  // namespace nn
}  // namespace mote
