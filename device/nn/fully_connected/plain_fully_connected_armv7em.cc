#include "device/nn/armv7em_dsp.h"
#include "device/nn/fully_connected/plain_fully_connected.h"
#include "device/nn/requantize.h"

namespace mote {
namespace nn {
namespace armv7em {
namespace {

// Adds four inputs, sign-extended in two words, times four weights.
inline int32_t FourTaps(int32_t even, int32_t odd, const int8_t* weights,
                        int32_t sum) {
  const int32_t four = LoadWord(weights);
  sum = MultiplyPairs(even, EvenBytes(four), sum);
  return MultiplyPairs(odd, OddBytes(four), sum);
}

// Adds the products of four outputs, `inputs` weights apart.
void FourSums(const int8_t* input, int32_t inputs, const int8_t* weights,
              int32_t* sums) {
  int32_t s0 = sums[0], s1 = sums[1], s2 = sums[2], s3 = sums[3];
  const int8_t* w1 = weights + inputs;
  const int8_t* w2 = w1 + inputs;
  const int8_t* w3 = w2 + inputs;
  const int8_t* whole = input + inputs / 4 * 4;
  for (; input != whole; input += 4) {
    const int32_t four = LoadWord(input);
    const int32_t even = EvenBytes(four), odd = OddBytes(four);
    s0 = FourTaps(even, odd, weights, s0);
    s1 = FourTaps(even, odd, w1, s1);
    s2 = FourTaps(even, odd, w2, s2);
    s3 = FourTaps(even, odd, w3, s3);
    weights += 4, w1 += 4, w2 += 4, w3 += 4;
  }
  for (int32_t rest = inputs % 4; rest > 0; --rest) {
    const int32_t x = *input++;
    s0 += *weights++ * x;
    s1 += *w1++ * x;
    s2 += *w2++ * x;
    s3 += *w3++ * x;
  }
  sums[0] = s0, sums[1] = s1, sums[2] = s2, sums[3] = s3;
}

int32_t OneSum(const int8_t* input, int32_t inputs, const int8_t* weights,
               int32_t sum) {
  for (int32_t i = 0; i < inputs; ++i) sum += input[i] * weights[i];
  return sum;
}

int8_t Output(const FullyConnectedParams& p, int32_t o, int32_t sum) {
  const int32_t scaled =
      Requantize(sum, p.multiplier[o], p.shift[o]) + p.output_zero_point;
  return static_cast<int8_t>(Clamp(scaled, p.activation_min, p.activation_max));
}

}  // namespace

void FullyConnectedPlainInt8(const FullyConnectedParams& p, const int8_t* input,
                             int8_t* output, int8_t* /*scratch*/) {
  for (int32_t row = 0; row < p.rows; ++row, input += p.inputs) {
    int32_t o = 0;
    for (; o + 4 <= p.outputs; o += 4) {
      int32_t sums[4];
      for (int32_t i = 0; i < 4; ++i) sums[i] = p.bias[o + i];
      FourSums(input, p.inputs, p.weights + o * p.inputs, sums);
      for (int32_t i = 0; i < 4; ++i) *output++ = Output(p, o + i, sums[i]);
    }
    for (; o < p.outputs; ++o) {
      *output++ = Output(
          p, o, OneSum(input, p.inputs, p.weights + o * p.inputs, p.bias[o]));
    }
  }
}

}  // namespace armv7em
}  // namespace nn
}  // namespace mote
