#include "device/nn/softmax/softmax.h"

#include "device/base/exp_float.h"
#include "device/nn/fixed_point_exp.h"
#include "device/nn/requantize.h"

// Small rather than fast: a softmax has few values.
#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC optimize("Os")
#endif

namespace mote {
namespace nn {
namespace reference {
namespace {

template <typename T>
T Largest(const T* values, int32_t count) {
  T largest = values[0];
  for (int32_t i = 1; i < count; ++i) {
    if (values[i] > largest) largest = values[i];
  }
  return largest;
}

int LeadingZeros(uint32_t x) {
  int zeros = 0;
  for (; !(x & 0x80000000u); x <<= 1) ++zeros;
  return zeros;
}

// e^difference in Q0.31.
int32_t ExpOfDifference(const SoftmaxParams& p, int32_t difference) {
  const int32_t scaled = RoundingDoublingHighMultiply(
      difference * (1 << p.left_shift), p.multiplier);
  return ExpOfNegative<5>(scaled);
}

// Shares of 1 from the type's lowest value on.
template <typename O>
void SoftmaxRow(const SoftmaxParams& p, int32_t low, int32_t high,
                const int8_t* input, O* output) {
  const int32_t largest = Largest(input, p.depth);
  int32_t sum = 0;  // Q12.19
  for (int32_t i = 0; i < p.depth; ++i) {
    const int32_t difference = input[i] - largest;
    if (difference < p.difference_min) continue;
    sum += RoundingShiftRight(ExpOfDifference(p, difference), 12);
  }
  const int headroom = LeadingZeros(static_cast<uint32_t>(sum));
  const int32_t fraction = static_cast<int32_t>(
      (static_cast<uint32_t>(sum) << headroom) - 0x80000000u);
  const int32_t scale = ReciprocalOfOnePlus(fraction);  // Q0.31
  const int shift = 12 - headroom + 31 - 8 * static_cast<int>(sizeof(O));
  for (int32_t i = 0; i < p.depth; ++i) {
    const int32_t difference = input[i] - largest;
    if (difference < p.difference_min) {
      output[i] = static_cast<O>(low);
      continue;
    }
    const int32_t share =
        RoundingDoublingHighMultiply(scale, ExpOfDifference(p, difference));
    output[i] = static_cast<O>(
        Clamp<int32_t>(RoundingShiftRight(share, shift) + low, low, high));
  }
}

}  // namespace

void SoftmaxInt8(const SoftmaxParams& p, const int8_t* input, int8_t* output,
                 int8_t* /*scratch*/) {
  for (int32_t row = 0; row < p.rows; ++row) {
    SoftmaxRow(p, INT8_MIN, INT8_MAX, input, output);
    input += p.depth;
    output += p.depth;
  }
}

void SoftmaxInt8ToInt16(const SoftmaxParams& p, const int8_t* input,
                        int16_t* output, int8_t* /*scratch*/) {
  for (int32_t row = 0; row < p.rows; ++row) {
    SoftmaxRow(p, INT16_MIN, INT16_MAX, input, output);
    input += p.depth;
    output += p.depth;
  }
}

void SoftmaxFloat(const SoftmaxFloatParams& p, const float* input,
                  float* output, int8_t* /*scratch*/) {
  for (int32_t row = 0; row < p.rows; ++row) {
    const float largest = Largest(input, p.depth);
    float sum = 0;
    for (int32_t i = 0; i < p.depth; ++i) {
      output[i] = ExpFloat((input[i] - largest) * p.beta);
      sum += output[i];
    }
    for (int32_t i = 0; i < p.depth; ++i) output[i] /= sum;
    input += p.depth;
    output += p.depth;
  }
}

}  // namespace reference
}  // namespace nn
}  // namespace mote
