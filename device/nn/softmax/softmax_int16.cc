#include "device/nn/softmax/softmax_int16.h"

#include "device/nn/requantize.h"

namespace mote {
namespace nn {
namespace reference {
namespace {

// A table's value at x, interpolated.
int16_t At(const int16_t* table, int32_t x) {
  const int32_t place = Clamp<int32_t>(x, INT16_MIN, INT16_MAX);
  const int32_t i = 256 + (place >> 7);
  const int32_t rest = place & 0x7f;
  const int16_t slope = static_cast<int16_t>(table[i + 1] - table[i]);
  return static_cast<int16_t>(table[i] + ((slope * rest + 64) >> 7));
}

int LeadingZeros(uint32_t x) {
  int zeros = 0;
  for (; zeros < 32 && !(x & 0x80000000u); x <<= 1) ++zeros;
  return zeros;
}

int32_t Largest(const int16_t* values, int32_t count) {
  int32_t largest = values[0];
  for (int32_t i = 1; i < count; ++i) {
    if (values[i] > largest) largest = values[i];
  }
  return largest;
}

void SoftmaxRow(const SoftmaxInt16Params& p, const int16_t* input,
                int16_t* output) {
  const int32_t largest = Largest(input, p.depth);
  int32_t sum = 0;  // Q16.15
  for (int32_t i = 0; i < p.depth; ++i) {
    const int32_t scaled =
        Requantize(input[i] - largest, p.multiplier, p.shift);
    output[i] = At(p.exponentials, WrappingAdd(scaled, 32767));
    sum += output[i];
  }
  const int headroom = LeadingZeros(static_cast<uint32_t>(sum));
  const int32_t fraction = static_cast<int32_t>(
      ((static_cast<int64_t>(sum) << (headroom - 1)) + (1 << 13)) >> 14);
  const int16_t scale = At(p.reciprocals, fraction - ((1 << 15) + (1 << 16)));
  const int shift = 31 - headroom;
  const int32_t half = 1 << (shift - 1);
  for (int32_t i = 0; i < p.depth; ++i) {
    const int32_t share = (output[i] * scale + half) >> shift;
    output[i] = static_cast<int16_t>(Clamp<int32_t>(share, 0, INT16_MAX));
  }
}

}  // namespace

void SoftmaxInt16(const SoftmaxInt16Params& p, const int16_t* input,
                  int16_t* output, int8_t* /*scratch*/) {
  for (int32_t row = 0; row < p.rows; ++row) {
    SoftmaxRow(p, input, output);
    input += p.depth;
    output += p.depth;
  }
}

}  // namespace reference
}  // namespace nn
}  // namespace mote
