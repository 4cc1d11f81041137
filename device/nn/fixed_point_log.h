// The natural logarithm in fixed point, as TensorFlow Lite's log-softmax
// computes it (log_x_for_x_greater_than_or_equal_to_1): the same bits.
#pragma once

#include <stdint.h>

#include "device/nn/fixed_point_exp.h"
#include "device/nn/requantize.h"

namespace mote {
namespace nn {

// log(x) for x >= 1 in Q12.19; the result in Q5.26.
//
// x = 2^k * r for an r about sqrt(sqrt(1/2)), of two candidates half an octave
// apart the smaller; log(r) by a rational function of q = 2 (r - sqrt(sqrt(
// 1/2))). Numbers are in Q0.31 where nothing else is said.
inline int32_t LogOfQ12(int32_t x) {
  const int32_t kLog2 = 1488522236;
  const int32_t kRootOfHalf = 1518500250;
  const int32_t kFourthRootOfHalf = 1805811301;
  const int32_t kAlphaN = 117049297, kAlphaD = 127690142;
  const int32_t kAlphaI = 1057819769, kAlphaF = 638450708;
  const int32_t kQuarter = 1 << 23;  // Q6.25
  const auto multiply = RoundingDoublingHighMultiply;
  const int zeros = __builtin_clz(static_cast<uint32_t>(x));
  const int32_t r_a = SaturatingShiftLeft(
      multiply(SaturatingShiftLeft(x, zeros - 1), kRootOfHalf), 1);
  const int32_t power_a = (12 - zeros) * (1 << 25) + kQuarter;  // Q6.25
  const int zeros_b =
      __builtin_clz(static_cast<uint32_t>(multiply(x, kRootOfHalf))) - 1;
  const int32_t r_b = SaturatingShiftLeft(x, zeros_b);
  const int32_t power_b = (12 - zeros_b) * (1 << 25) - kQuarter;
  const int32_t r = r_a < r_b ? r_a : r_b;
  const int32_t power = power_a > power_b ? power_a : power_b;
  const int64_t sum = static_cast<int64_t>(r) + kFourthRootOfHalf;
  const int32_t p = static_cast<int32_t>((sum + (sum >= 0 ? 1 : -1)) / 2);
  const int32_t half_q = WrappingAdd(r, -kFourthRootOfHalf);
  const int32_t q = WrappingAdd(half_q, half_q);
  const int32_t q2 = multiply(q, q);
  const int32_t numerator =
      WrappingAdd(multiply(q, r), multiply(multiply(q, q2), kAlphaN));
  const int32_t denominator = WrappingAdd(
      multiply(p, WrappingAdd(WrappingAdd(kAlphaI, q), multiply(kAlphaD, q2))),
      multiply(kAlphaF, q));  // less 1
  const int32_t fraction = multiply(RoundingShiftRight(numerator, 6),
                                    ReciprocalOfOnePlus(denominator));
  return SaturatingShiftLeft(WrappingAdd(multiply(power, kLog2), fraction), 1);
}

}  // namespace nn
}  // namespace mote
