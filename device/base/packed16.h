// Two int16 in one 32-bit word: complex numbers with the real part in the low
// half. All results are taken modulo 2^16 a half, as int16 variables would
// hold them. With the Arm DSP extension (Cortex-M4 and later) an operation is
// one to four instructions; elsewhere the same bits come from plain C++.
#pragma once

#include <stdint.h>

#if defined(__ARM_FEATURE_SIMD32)
#include <arm_acle.h>
#endif

namespace mote {

using Packed16 = uint32_t;

inline int16_t LowHalf(Packed16 a) { return static_cast<int16_t>(a & 0xffff); }
inline int16_t HighHalf(Packed16 a) { return static_cast<int16_t>(a >> 16); }

inline Packed16 Pack16(int32_t low, int32_t high) {
  return (static_cast<uint32_t>(low) & 0xffff) |
         (static_cast<uint32_t>(high) << 16);
}

// The upper halves of two words.
inline Packed16 PackUpper(int32_t low, int32_t high) {
#if defined(__ARM_FEATURE_SIMD32)
  Packed16 result;
  __asm__("pkhtb %0, %1, %2, asr #16" : "=r"(result) : "r"(high), "r"(low));
  return result;
#else
  return Pack16(low >> 16, high >> 16);
#endif
}

// Two int16 that lie side by side, at any address.
inline Packed16 LoadPacked(const int16_t* x) {
  Packed16 result;
  __builtin_memcpy(&result, x, sizeof(result));
  return result;
}

inline Packed16 AddPacked(Packed16 a, Packed16 b) {
#if defined(__ARM_FEATURE_SIMD32)
  return static_cast<Packed16>(
      __sadd16(static_cast<int16x2_t>(a), static_cast<int16x2_t>(b)));
#else
  return Pack16(LowHalf(a) + LowHalf(b), HighHalf(a) + HighHalf(b));
#endif
}

inline Packed16 SubtractPacked(Packed16 a, Packed16 b) {
#if defined(__ARM_FEATURE_SIMD32)
  return static_cast<Packed16>(
      __ssub16(static_cast<int16x2_t>(a), static_cast<int16x2_t>(b)));
#else
  return Pack16(LowHalf(a) - LowHalf(b), HighHalf(a) - HighHalf(b));
#endif
}

// a - i * b
inline Packed16 SubtractTurned(Packed16 a, Packed16 b) {
#if defined(__ARM_FEATURE_SIMD32)
  return static_cast<Packed16>(
      __ssax(static_cast<int16x2_t>(a), static_cast<int16x2_t>(b)));
#else
  return Pack16(LowHalf(a) + HighHalf(b), HighHalf(a) - LowHalf(b));
#endif
}

// a + i * b
inline Packed16 AddTurned(Packed16 a, Packed16 b) {
#if defined(__ARM_FEATURE_SIMD32)
  return static_cast<Packed16>(
      __sasx(static_cast<int16x2_t>(a), static_cast<int16x2_t>(b)));
#else
  return Pack16(LowHalf(a) - HighHalf(b), HighHalf(a) + LowHalf(b));
#endif
}

// (a + b) >> 1 and (a - b) >> 1 of each half, in 17 bits.
inline Packed16 HalfSumPacked(Packed16 a, Packed16 b) {
#if defined(__ARM_FEATURE_SIMD32)
  return static_cast<Packed16>(
      __shadd16(static_cast<int16x2_t>(a), static_cast<int16x2_t>(b)));
#else
  return Pack16((LowHalf(a) + LowHalf(b)) >> 1,
                (HighHalf(a) + HighHalf(b)) >> 1);
#endif
}

inline Packed16 HalfDifferencePacked(Packed16 a, Packed16 b) {
#if defined(__ARM_FEATURE_SIMD32)
  return static_cast<Packed16>(
      __shsub16(static_cast<int16x2_t>(a), static_cast<int16x2_t>(b)));
#else
  return Pack16((LowHalf(a) - LowHalf(b)) >> 1,
                (HighHalf(a) - HighHalf(b)) >> 1);
#endif
}

// The low half of one, the high half of another.
inline Packed16 JoinHalves(Packed16 low, Packed16 high) {
  return (low & 0xffff) | (high & 0xffff0000);
}

// Each half times factor / 2^16, rounded half up.
inline Packed16 ScalePacked(Packed16 a, int16_t factor) {
#if defined(__ARM_FEATURE_SIMD32)
  const int32_t word = static_cast<int32_t>(a);
  return PackUpper(__smlabb(word, factor, 1 << 15),
                   __smlatb(word, factor, 1 << 15));
#else
  return PackUpper(LowHalf(a) * factor + (1 << 15),
                   HighHalf(a) * factor + (1 << 15));
#endif
}

// The same with a factor beyond int16; the products must fit 32 bits.
inline Packed16 ScalePackedWide(Packed16 a, int32_t factor) {
  int32_t round = 1 << 15;
#if defined(__ARM_FEATURE_SIMD32)
  __asm__("" : "+r"(round));  // in a register, multiplies can add it
#endif
  return PackUpper(LowHalf(a) * factor + round, HighHalf(a) * factor + round);
}

// The complex product of Q15 numbers, rounded half up after the sums. |b| of
// at most 1 keeps the sums within 32 bits.
inline Packed16 MultiplyComplexQ15(Packed16 a, Packed16 b) {
#if defined(__ARM_FEATURE_SIMD32)
  const int16x2_t x = static_cast<int16x2_t>(a);
  const int16x2_t y = static_cast<int16x2_t>(b);
  const int32_t real = __smlsd(x, y, 1 << 14);
  const int32_t imaginary = __smladx(x, y, 1 << 14);
  Packed16 result;
  __asm__("pkhtb %0, %1, %2, asr #15"
          : "=r"(result)
          : "r"(static_cast<uint32_t>(imaginary) << 1), "r"(real));
  return result;
#else
  const int32_t real = LowHalf(a) * LowHalf(b) - HighHalf(a) * HighHalf(b);
  const int32_t imaginary = LowHalf(a) * HighHalf(b) + HighHalf(a) * LowHalf(b);
  return Pack16((real + (1 << 14)) >> 15, (imaginary + (1 << 14)) >> 15);
#endif
}

// The same for |real|, |imaginary| of a below 2^14.
inline Packed16 MultiplySmallComplexQ15(Packed16 a, Packed16 b) {
#if defined(__ARM_FEATURE_SIMD32)
  const int16x2_t x =
      __sadd16(static_cast<int16x2_t>(a), static_cast<int16x2_t>(a));
  const int16x2_t y = static_cast<int16x2_t>(b);
  return PackUpper(__smlsd(x, y, 1 << 15), __smladx(x, y, 1 << 15));
#else
  return MultiplyComplexQ15(a, b);
#endif
}

// low^2 + high^2, up to 2^31.
inline uint32_t EnergyPacked(Packed16 a) {
#if defined(__ARM_FEATURE_SIMD32)
  const int16x2_t x = static_cast<int16x2_t>(a);
  return static_cast<uint32_t>(__smuad(x, x));
#else
  return static_cast<uint32_t>(LowHalf(a) * LowHalf(a)) +
         static_cast<uint32_t>(HighHalf(a) * HighHalf(a));
#endif
}

// {|low|, |high|}, where |-32768| is 0x8000.
inline Packed16 MagnitudePacked(Packed16 a) {
#if defined(__ARM_FEATURE_SIMD32)
  // ssub16 leaves in the GE flags which halves of 0 - a are not negative.
  Packed16 result;
  __asm__("ssub16 %0, %1, %2\n\tsel %0, %0, %2"
          : "=&r"(result)
          : "r"(0), "r"(a)
          : "cc");
  return result;
#else
  const int32_t low = LowHalf(a), high = HighHalf(a);
  return Pack16(low < 0 ? -low : low, high < 0 ? -high : high);
#endif
}

}  // namespace mote
