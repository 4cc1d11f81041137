// 1 / sqrt(x) of an integer, as TensorFlow Lite computes it in fixed point
// (GetInvSqrtQuantizedMultiplierExp): the same bits.
#pragma once

#include <stdint.h>

#include "device/nn/fixed_point_exp.h"
#include "device/nn/requantize.h"

namespace mote {
namespace nn {

// multiplier / 2^31 * 2^shift
struct InverseRoot {
  int32_t multiplier;
  int32_t shift;
};

inline InverseRoot InverseRootOf(int32_t x) {
  if (x <= 1) return {INT32_MAX, 0};
  int32_t right_shift = 11;
  for (; x >= (1 << 29); x /= 4) ++right_shift;
  int32_t leading_zeros = 0;
  while (!((static_cast<uint32_t>(x) << leading_zeros) & 0x80000000u)) {
    ++leading_zeros;
  }
  const int32_t pairs = (leading_zeros - 1) / 2 - 1;
  right_shift -= pairs;
  x *= 1 << (2 * pairs);
  // Newton's method on numbers in Q3.28.
  const int32_t half_input = RoundingShiftRight(x >> 1, 1);
  const int32_t kOneAndHalf = (1 << 28) + (1 << 27);
  int32_t root = 1 << 28;
  for (int i = 0; i < 5; ++i) {
    const int32_t square = RoundingDoublingHighMultiply(root, root);
    const int32_t cube =
        SaturatingShiftLeft(RoundingDoublingHighMultiply(square, root), 6);
    root =
        SaturatingShiftLeft(RoundingDoublingHighMultiply(kOneAndHalf, root) -
                                RoundingDoublingHighMultiply(half_input, cube),
                            3);
  }
  const int32_t kHalfRootOfTwo = 1518500250;  // Q0.31
  root = RoundingDoublingHighMultiply(root, kHalfRootOfTwo);
  if (right_shift < 0) {
    root *= 1 << -right_shift;
    right_shift = 0;
  }
  return {root, -right_shift};
}

}  // namespace nn
}  // namespace mote
