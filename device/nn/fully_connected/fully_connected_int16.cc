#include "device/nn/fully_connected/fully_connected_int16.h"

#include "device/nn/requantize.h"

namespace mote {
namespace nn {
namespace reference {

void FullyConnectedInt16(const FullyConnectedInt16Params& p,
                         const int16_t* input, int16_t* output,
                         int8_t* /*scratch*/) {
  for (int32_t row = 0; row < p.rows; ++row, input += p.inputs) {
    const int8_t* weights = p.weights;
    for (int32_t o = 0; o < p.outputs; ++o) {
      int64_t sum = p.bias[o];
      for (int32_t i = 0; i < p.inputs; ++i) sum += *weights++ * input[i];
      *output++ = static_cast<int16_t>(
          Clamp(RequantizeLong(sum, p.multiplier[o], p.shift[o]),
                p.activation_min, p.activation_max));
    }
  }
}

}  // namespace reference
}  // namespace nn
}  // namespace mote
