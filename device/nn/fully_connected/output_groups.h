// The outputs of a fully connected layer, a group at a time.
#pragma once

#include "device/nn/fully_connected/grouped_fully_connected.h"
#include "device/nn/requantize.h"
#include "device/nn/staggered.h"

namespace mote {
namespace nn {
namespace grouped {

// Outputs of sums within 2^23.
template <class Product>
struct ShortSums {
  template <class Params>
  static int8_t Output(const Params& p, const int32_t* words, int32_t sum) {
    return staggered::Output<Product>(words, p.sign_steps)(sum);
  }
};

// Outputs of any sums.
struct LongSums {
  template <class Params>
  static int8_t Output(const Params& p, const int32_t* words, int32_t sum) {
    const int32_t value =
        Requantize(WrappingAdd(sum, words[0]), words[1], words[3]) +
        p.output_zero_point;
    return static_cast<int8_t>(Clamp<int32_t>(value, -128, 127));
  }
};

// sum_up(input, weights, count, sums) adds up a group of kGroup outputs.
template <int kGroup, class Sums, class SumUp>
void FullyConnected(const GroupedFullyConnectedParams& p, const int8_t* input,
                    int8_t* output, const SumUp& sum_up) {
  for (int32_t row = 0; row < p.rows; ++row, input += p.inputs) {
    const int8_t* weights = p.weights;
    const int32_t* words = p.quantization;
    for (int32_t o = 0; o < p.outputs; o += kGroup) {
      int32_t sums[kGroup];
      sum_up(input, weights, p.inputs, sums);
      weights += kGroup * p.inputs;
      for (int32_t i = 0; i < kGroup && o + i < p.outputs; ++i) {
        *output++ = Sums::Output(p, words, sums[i]);
        words += staggered::kOutputWords;
      }
    }
  }
  staggered::ClampBytes(output - p.rows * p.outputs, p.rows * p.outputs,
                        p.activation_min, p.activation_max);
}

}  // namespace grouped
}  // namespace nn
}  // namespace mote
