// Fixed-point exponential and reciprocal, as TensorFlow Lite's softmax and
// logistic use them (gemmlowp's fixed-point functions): the same bits.
//
// QI.F below means I integer bits and F fraction bits beside the sign.
#pragma once

#include <stdint.h>

#include "device/nn/requantize.h"

namespace mote {
namespace nn {

// x * 2^exponent, saturating; exponent above 0.
inline int32_t SaturatingShiftLeft(int32_t x, int exponent) {
  const int64_t shifted = static_cast<int64_t>(x) * (int64_t{1} << exponent);
  return static_cast<int32_t>(Clamp<int64_t>(shifted, INT32_MIN, INT32_MAX));
}

// exp(a) for a in [-1/4, 0), Q0.31 to Q0.31: a Taylor polynomial around -1/8.
inline int32_t ExpOfSmallNegative(int32_t a) {
  const int32_t kExpOfMinusEighth = 1895147668;
  const int32_t kOneThird = 715827883;
  const int32_t x = a + (1 << 28);
  const int32_t x2 = RoundingDoublingHighMultiply(x, x);
  const int32_t x3 = RoundingDoublingHighMultiply(x2, x);
  const int32_t x4 = RoundingDoublingHighMultiply(x2, x2);
  const int32_t higher_terms = RoundingShiftRight(
      RoundingDoublingHighMultiply(RoundingShiftRight(x4, 2) + x3, kOneThird) +
          x2,
      1);
  return kExpOfMinusEighth +
         RoundingDoublingHighMultiply(kExpOfMinusEighth, x + higher_terms);
}

// exp(a) for a <= 0 in Q`kIntegerBits`; the result in Q0.31.
template <int kIntegerBits>
inline int32_t ExpOfNegative(int32_t a) {
  const int kFractionBits = 31 - kIntegerBits;
  const int32_t kQuarter = 1 << (kFractionBits - 2);
  if (a == 0) return INT32_MAX;
  const int32_t in_quarter = (a & (kQuarter - 1)) - kQuarter;
  int32_t result =
      ExpOfSmallNegative(SaturatingShiftLeft(in_quarter, kIntegerBits));
  const int32_t remainder = in_quarter - a;
  // exp(-2^i) for i = -2 .. 4.
  const int32_t kFactors[] = {1672461947, 1302514674, 790015084, 290630308,
                              39332535,   720401,     242};
  for (int i = -2; i < kIntegerBits && i <= 4; ++i) {
    if (remainder & (1 << (kFractionBits + i))) {
      result = RoundingDoublingHighMultiply(result, kFactors[i + 2]);
    }
  }
  return result;
}

// 2 / (1 + a) for a in [0, 1), Q0.31 to Q2.29: Newton's method.
inline int32_t TwoOverOnePlus(int32_t a) {
  const int32_t k48Over17 = 1515870810;        // Q2.29
  const int32_t kMinus32Over17 = -1010580540;  // Q2.29
  const int32_t kOne = 1 << 29;                // Q2.29
  const int32_t half_denominator =
      static_cast<int32_t>((static_cast<int64_t>(a) + INT32_MAX + 1) / 2);
  int32_t x = k48Over17 +
              RoundingDoublingHighMultiply(half_denominator, kMinus32Over17);
  for (int i = 0; i < 3; ++i) {
    const int32_t error =
        kOne - RoundingDoublingHighMultiply(half_denominator, x);
    x += SaturatingShiftLeft(RoundingDoublingHighMultiply(x, error), 2);
  }
  return x;
}

// 1 / (1 + a) for a in [0, 1), Q0.31 to Q0.31.
inline int32_t ReciprocalOfOnePlus(int32_t a) {
  return SaturatingShiftLeft(TwoOverOnePlus(a), 1);
}

// 1 / (1 + exp(-a)) for a in Q4.27; the result in Q0.31.
inline int32_t LogisticOfQ4(int32_t a) {
  if (a == 0) return 1 << 30;
  const int32_t positive =
      ReciprocalOfOnePlus(ExpOfNegative<4>(a > 0 ? -a : a));
  return a > 0 ? positive : INT32_MAX - positive;
}

// tanh(a) for a in Q4.27; the result in Q0.31.
inline int32_t TanhOfQ4(int32_t a) {
  if (a == 0) return 0;
  // (1 - e) / (1 + e) = 2 / (1 + e) - 1 for e = exp(-2 |a|).
  const int32_t e = ExpOfNegative<5>(a > 0 ? -a : a);
  const int32_t tanh = SaturatingShiftLeft(TwoOverOnePlus(e) - (1 << 29), 2);
  return a > 0 ? tanh : -tanh;
}

}  // namespace nn
}  // namespace mote
