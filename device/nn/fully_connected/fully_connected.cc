#include "device/nn/fully_connected/fully_connected.h"

#include "device/nn/requantize.h"

namespace mote {
namespace nn {
namespace reference {

void FullyConnectedInt8(const FullyConnectedParams& p, const int8_t* input,
                        int8_t* output, int8_t* /*scratch*/) {
  for (int32_t row = 0; row < p.rows; ++row, input += p.inputs) {
    const int8_t* weights = p.weights;
    for (int32_t o = 0; o < p.outputs; ++o) {
      int32_t sum = p.bias[o];
      for (int32_t i = 0; i < p.inputs; ++i) {
        sum = WrappingAdd(sum, (*weights++ - p.weights_zero_point) * input[i]);
      }
      const int32_t scaled = WrappingAdd(
          Requantize(sum, p.multiplier[o], p.shift[o]), p.output_zero_point);
      *output++ = static_cast<int8_t>(
          Clamp(scaled, p.activation_min, p.activation_max));
    }
  }
}

void FullyConnectedFloat(const FullyConnectedFloatParams& p, const float* input,
                         float* output, int8_t* /*scratch*/) {
  for (int32_t row = 0; row < p.rows; ++row, input += p.inputs) {
    const float* weights = p.weights;
    for (int32_t o = 0; o < p.outputs; ++o) output[o] = p.bias[o];
    for (int32_t i = 0; i < p.inputs; ++i) {
      for (int32_t o = 0; o < p.outputs; ++o) {
        output[o] += input[i] * *weights++;
      }
    }
    for (int32_t o = 0; o < p.outputs; ++o, ++output) {
      *output = Clamp(*output, p.activation_min, p.activation_max);
    }
  }
}

}  // namespace reference
}  // namespace nn
}  // namespace mote
