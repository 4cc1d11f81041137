#include "device/nn/fully_connected/computed_weights.h"

#include "device/nn/requantize.h"

namespace mote {
namespace nn {
namespace reference {

void ComputedWeightsInt8(const ComputedWeightsParams& p, const int8_t* input,
                         const int8_t* weights, int8_t* output,
                         int8_t* /*scratch*/) {
  for (int32_t row = 0; row < p.rows; ++row, input += p.inputs) {
    for (int32_t o = 0; o < p.outputs; ++o) {
      const int8_t* w = weights + o * p.inputs;
      int32_t sum = 0;
      for (int32_t i = 0; i < p.inputs; ++i) {
        sum += (w[i] - p.weights_zero_point) * (input[i] - p.input_zero_point);
      }
      const int32_t scaled = WrappingAdd(
          Requantize(WrappingAdd(sum, p.bias[o]), p.multiplier, p.shift),
          p.output_zero_point);
      *output++ = static_cast<int8_t>(
          Clamp(scaled, p.activation_min, p.activation_max));
    }
  }
}

void ComputedWeightsFloat(const ComputedWeightsFloatParams& p,
                          const float* input, const float* weights,
                          float* output, int8_t* /*scratch*/) {
  for (int32_t row = 0; row < p.rows; ++row, input += p.inputs) {
    for (int32_t o = 0; o < p.outputs; ++o) {
      const float* w = weights + o * p.inputs;
      float sum = 0.0f;
      for (int32_t i = 0; i < p.inputs; ++i) sum += w[i] * input[i];
      *output++ = Clamp(sum + p.bias[o], p.activation_min, p.activation_max);
    }
  }
}

}  // namespace reference
}  // namespace nn
}  // namespace mote
