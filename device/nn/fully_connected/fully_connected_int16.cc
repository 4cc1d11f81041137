#include "device/nn/fully_connected/fully_connected_int16.h"

#include "device/nn/requantize.h"

namespace mote {
namespace nn {
namespace reference {

namespace {

template <typename Sum>
void FullyConnected(const FullyConnectedInt16ParamsOf<Sum>& p,
                    const int16_t* input, int16_t* output) {
  for (int32_t row = 0; row < p.rows; ++row, input += p.inputs) {
    const int8_t* weights = p.weights;
    for (int32_t o = 0; o < p.outputs; ++o) {
      Sum sum = p.bias[o];
      for (int32_t i = 0; i < p.inputs; ++i) {
        sum = AddToSum(sum, *weights++ * input[i]);
      }
      *output++ = static_cast<int16_t>(
          Clamp(RequantizeSum(sum, p.multiplier[o], p.shift[o]),
                p.activation_min, p.activation_max));
    }
  }
}

}  // namespace

void FullyConnectedInt16(const FullyConnectedInt16Params& p,
                         const int16_t* input, int16_t* output,
                         int8_t* /*scratch*/) {
  FullyConnected(p, input, output);
}

void FullyConnectedInt16Short(const FullyConnectedInt16ShortParams& p,
                              const int16_t* input, int16_t* output,
                              int8_t* /*scratch*/) {
  FullyConnected(p, input, output);
}

}  // namespace reference
}  // namespace nn
}  // namespace mote
