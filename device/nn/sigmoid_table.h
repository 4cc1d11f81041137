// The logistic function and tanh of 16-bit numbers by one table, as TensorFlow
// Lite computes them.
#pragma once

#include <stdint.h>

namespace mote {
namespace nn {

// table[i]: 65536 / (1 + exp(-i / 24)), rounded, raised by half of what a chord
// between neighbours lies too low; 256 entries. Values between entries are
// interpolated. Inputs are multiplied by 3, so that entry i is x = i / 24 for
// inputs of 12 fraction bits.

// scaled = 3 * 4096 * x -> 1 / (1 + exp(-x)) in Q0.15.
inline int16_t SigmoidOfScaled(const uint16_t* table, int32_t scaled) {
  const uint32_t magnitude =
      static_cast<uint32_t>(scaled < 0 ? -scaled : scaled);
  const uint32_t i = magnitude >> 9;
  uint32_t result = 0x7fffu << 10;
  if (i < 255) {
    const uint32_t slope = static_cast<uint32_t>(table[i + 1]) - table[i];
    result =
        (static_cast<uint32_t>(table[i]) << 9) + (magnitude & 0x1ff) * slope;
  }
  result =
      scaled >= 0 ? result + (1u << 9) : (1u << 25) - result + (1u << 9) - 1;
  return static_cast<int16_t>(result >> 10);
}

// x in Q3.12 -> 1 / (1 + exp(-x)) in Q0.15.
inline int16_t SigmoidOfQ3_12(const uint16_t* table, int16_t x) {
  return SigmoidOfScaled(table, 3 * x);
}

// x * multiplier / 2^shift in Q3.12, of which the multiplier holds 3 ->
// tanh(x) in Q0.15.
inline int16_t TanhOfQ3_12(const uint16_t* table, int16_t x, int32_t multiplier,
                           int32_t shift) {
  const int32_t half = shift > 0 ? 1 << (shift - 1) : 0;
  const int32_t scaled = (x * multiplier + half) >> shift;
  const uint32_t magnitude =
      static_cast<uint32_t>(scaled < 0 ? -scaled : scaled);
  const uint32_t i = magnitude >> 8;
  int32_t result = 0xffff << 8;
  if (i < 255) {
    const uint32_t slope = static_cast<uint32_t>(table[i + 1]) - table[i];
    result = static_cast<int32_t>((static_cast<uint32_t>(table[i]) << 8) +
                                  (magnitude & 0xff) * slope);
  }
  const int32_t middle = 1 << 23;
  result =
      scaled >= 0 ? result - middle + (1 << 7) : middle - result + (1 << 7) - 1;
  return static_cast<int16_t>(result >> 8);
}

}  // namespace nn
}  // namespace mote
