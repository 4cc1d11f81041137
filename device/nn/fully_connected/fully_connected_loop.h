// The loops of the portable int8 fully connected layer, for kernels that differ
// in how sums become outputs.
#pragma once

#include "device/nn/fully_connected/fully_connected.h"
#include "device/nn/requantize.h"

namespace mote {
namespace nn {

// Inlined, so that it costs a kernel nothing to share it.
// Rounding::Scale(params, sum, channel) makes a sum an output without its zero
// point.
template <typename Rounding>
__attribute__((always_inline)) inline void FullyConnectedLoop(
    const FullyConnectedParams& p, const int8_t* input, int8_t* output) {
  for (int32_t row = 0; row < p.rows; ++row, input += p.inputs) {
    const int8_t* weights = p.weights;
    for (int32_t o = 0; o < p.outputs; ++o) {
      int32_t sum = p.bias[o];
      for (int32_t i = 0; i < p.inputs; ++i) {
        sum = WrappingAdd(sum, (*weights++ - p.weights_zero_point) * input[i]);
      }
      const int32_t scaled =
          WrappingAdd(Rounding::Scale(p, sum, o), p.output_zero_point);
      *output++ = static_cast<int8_t>(
          Clamp(scaled, p.activation_min, p.activation_max));
    }
  }
}

}  // namespace nn
}  // namespace mote
