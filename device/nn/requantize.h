// From 32-bit sums to 8-bit outputs, rounding twice as TensorFlow Lite Micro's
// reference kernels do (Jacob et al. 2018, section 2.2; gemmlowp's
// fixed-point arithmetic).
#pragma once

#include <stdint.h>

namespace mote {
namespace nn {

// a * b / 2^31, rounded to nearest, ties upwards; saturates for -2^31 squared.
inline int32_t RoundingDoublingHighMultiply(int32_t a, int32_t b) {
  if (a == INT32_MIN && b == INT32_MIN) return INT32_MAX;
  const int64_t product = static_cast<int64_t>(a) * b;
  return static_cast<int32_t>((product + (int64_t{1} << 30)) >> 31);
}

// x / 2^exponent, rounded to nearest, ties away from zero; exponent in 0..31.
inline int32_t RoundingShiftRight(int32_t x, int exponent) {
  const int32_t mask = static_cast<int32_t>((int64_t{1} << exponent) - 1);
  const int32_t threshold = (mask >> 1) + (x < 0 ? 1 : 0);
  return (x >> exponent) + ((x & mask) > threshold ? 1 : 0);
}

// The same with ties upwards.
inline int32_t RoundingShiftRightTiesUp(int32_t x, int exponent) {
  const int64_t half = (int64_t{1} << exponent) >> 1;
  return static_cast<int32_t>((x + half) >> exponent);
}

// x * multiplier / 2^31 * 2^shift; multiplier is 0 or in [2^30, 2^31).
inline int32_t Requantize(int32_t x, int32_t multiplier, int shift) {
  const int left = shift > 0 ? shift : 0;
  const int right = shift > 0 ? 0 : -shift;
  const int32_t shifted =
      static_cast<int32_t>(static_cast<uint32_t>(x) << left);
  return RoundingShiftRight(RoundingDoublingHighMultiply(shifted, multiplier),
                            right);
}

// As LiteRT's builtin kernels round on x86-64 with AVX2, where vectors do it:
// both times with ties upwards. Differs from Requantize for negative ties only.
inline int32_t RequantizeTiesUp(int32_t x, int32_t multiplier, int shift) {
  const int left = shift > 0 ? shift : 0;
  const int right = shift > 0 ? 0 : -shift;
  const int32_t shifted =
      static_cast<int32_t>(static_cast<uint32_t>(x) << left);
  return RoundingShiftRightTiesUp(
      RoundingDoublingHighMultiply(shifted, multiplier), right);
}

// x * multiplier / 2^31 * 2^shift for 64-bit sums, |x| < 2^47: with the upper
// 16 bits of the multiplier and one rounding, half upwards. shift: -31 to 7.
inline int32_t RequantizeLong(int64_t x, int32_t multiplier, int shift) {
  const int32_t upper =
      multiplier < 0x7fff0000 ? (multiplier + (1 << 15)) >> 16 : 0x7fff;
  const int total = 15 - shift;
  return static_cast<int32_t>((x * upper + (int64_t{1} << (total - 1))) >>
                              total);
}

// Sums of 16-bit values times weights, in 64 bits or in 32.
inline int32_t RequantizeSum(int64_t x, int32_t multiplier, int shift) {
  return RequantizeLong(x, multiplier, shift);
}
inline int32_t RequantizeSum(int32_t x, int32_t multiplier, int shift) {
  return Requantize(x, multiplier, shift);
}

template <typename T>
inline T Clamp(T x, T low, T high) {
  return x < low ? low : (x > high ? high : x);
}

// Sums wrap modulo 2^32, as they do on every target: models exist whose biases
// rely on it, and signed overflow is undefined in C++.
inline int32_t WrappingAdd(int32_t a, int32_t b) {
  return static_cast<int32_t>(static_cast<uint32_t>(a) +
                              static_cast<uint32_t>(b));
}
inline int32_t AddToSum(int32_t sum, int32_t x) { return WrappingAdd(sum, x); }
inline int64_t AddToSum(int64_t sum, int32_t x) { return sum + x; }

}  // namespace nn
}  // namespace mote
