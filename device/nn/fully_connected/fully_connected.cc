#include "device/nn/fully_connected/fully_connected.h"

#include "device/nn/fully_connected/fully_connected_loop.h"
#include "device/nn/requantize.h"

namespace mote {
namespace nn {
namespace reference {
namespace {

struct Twice {
  static int32_t Scale(const FullyConnectedParams& p, int32_t sum, int32_t o) {
    return Requantize(sum, p.multiplier[o], p.shift[o]);
  }
};

}  // namespace

void FullyConnectedInt8(const FullyConnectedParams& p, const int8_t* input,
                        int8_t* output, int8_t* /*scratch*/) {
  FullyConnectedLoop<Twice>(p, input, output);
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
