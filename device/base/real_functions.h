// Functions of real numbers without a mathematics library: the same bits on
// host and device. e^x is in exp_float.h.
#pragma once

#include <stdint.h>

#include "device/base/exp_float.h"

namespace mote {

union FloatBits {
  float value;
  uint32_t bits;
};

inline float FloatOfBits(uint32_t bits) {
  FloatBits result;
  result.bits = bits;
  return result.value;
}

inline uint32_t BitsOfFloat(float x) {
  FloatBits result;
  result.value = x;
  return result.bits;
}

inline float MagnitudeFloat(float x) {
  return FloatOfBits(BitsOfFloat(x) & 0x7fffffffu);
}

// The whole number at or below x.
inline float FloorFloat(float x) {
  if (!(MagnitudeFloat(x) < 8388608.0f)) return x;  // has no fraction
  const float whole = static_cast<float>(static_cast<int32_t>(x));
  return whole > x ? whole - 1 : whole;
}

// To the nearest whole number, halves to the even one.
inline float RoundHalfToEvenFloat(float x) {
  const float below = FloorFloat(x);
  const float fraction = x - below;
  if (fraction < 0.5f) return below;
  if (fraction > 0.5f) return below + 1;
  return FloorFloat(below / 2) * 2 == below ? below : below + 1;
}

// Newton's method; within 1e-7 of the result.
inline float SqrtFloat(float x) {
  if (!(x > 0.0f)) return x == 0.0f ? x : FloatOfBits(0x7fc00000u);
  if (x > 3.402823466e38f) return x;
  float root = FloatOfBits((BitsOfFloat(x) >> 1) + 0x1fbb4000u);
  for (int i = 0; i < 3; ++i) root = 0.5f * (root + x / root);
  return root;
}

// The natural logarithm, within 2e-7 of the larger of it and 1.
inline float LogFloat(float x) {
  if (!(x > 0.0f)) return FloatOfBits(x == 0.0f ? 0xff800000u : 0x7fc00000u);
  if (x > 3.402823466e38f) return x;
  int32_t exponent = 0;
  if (x < 1.17549435e-38f) {  // denormal
    x *= 8388608.0f;
    exponent = -23;
  }
  const uint32_t bits = BitsOfFloat(x);
  exponent += static_cast<int32_t>(bits >> 23) - 127;
  float fraction = FloatOfBits((bits & 0x007fffffu) | 0x3f800000u);
  if (fraction > 1.41421356f) {
    fraction *= 0.5f;
    ++exponent;
  }
  // log(f) = 2 artanh(s), s = (f - 1) / (f + 1), |s| < 0.172.
  const float s = (fraction - 1) / (fraction + 1);
  const float s2 = s * s;
  const float series =
      2 * s *
      (1 + s2 * (1.0f / 3 + s2 * (0.2f + s2 * (1.0f / 7 + s2 * (1.0f / 9)))));
  const float whole = static_cast<float>(exponent);
  return (series + whole * -2.12194440e-4f) + whole * 0.693359375f;
}

// e^x - 1 for x <= 0, exact near 0 too.
inline float ExpMinusOneFloat(float x) {
  if (x < -0.25f) return ExpFloat(x) - 1;
  float sum = 1.0f + x / 7;
  for (int n = 6; n > 1; --n) sum = 1.0f + x * sum / static_cast<float>(n);
  return x * sum;
}

inline float TanhFloat(float x) {
  const float size = MagnitudeFloat(x);
  if (size < 0.25f) {
    const float x2 = x * x;
    return x * (1 + x2 * (-1.0f / 3 +
                          x2 * (2.0f / 15 +
                                x2 * (-17.0f / 315 + x2 * (62.0f / 2835)))));
  }
  const float tanh = size > 20 ? 1.0f : 1 - 2 / (ExpFloat(2 * size) + 1);
  return x < 0 ? -tanh : tanh;
}

// sin(x + quarters * pi / 2), within 2e-7 for |x| below a million.
inline float SineFloat(float x, int32_t quarters) {
  if (!(MagnitudeFloat(x) < 1e9f)) return FloatOfBits(0x7fc00000u);
  const double turns = static_cast<double>(x) * 0.63661977236758134;
  const int64_t whole = static_cast<int64_t>(turns + (turns < 0 ? -0.5 : 0.5));
  const float r = static_cast<float>((turns - static_cast<double>(whole)) *
                                     1.5707963267948966);  // |r| <= pi / 4
  const float r2 = r * r;
  const uint32_t quadrant = static_cast<uint32_t>(whole + quarters) & 3;
  float result;
  if (quadrant & 1) {
    result = 1 + r2 * (-0.5f + r2 * (1.0f / 24 +
                                     r2 * (-1.0f / 720 + r2 * (1.0f / 40320))));
  } else {
    result = r * (1 + r2 * (-1.0f / 6 +
                            r2 * (1.0f / 120 +
                                  r2 * (-1.0f / 5040 + r2 * (1.0f / 362880)))));
  }
  return quadrant & 2 ? -result : result;
}

// The angle of (x, y), -pi to pi, within 3e-7; 0 of (0, 0).
inline float Atan2Float(float y, float x) {
  constexpr float kPi = 3.14159265f, kHalfPi = 1.57079633f;
  const float ax = MagnitudeFloat(x), ay = MagnitudeFloat(y);
  if (!(ax <= 3.402823466e38f && ay <= 3.402823466e38f)) {
    return FloatOfBits(0x7fc00000u);
  }
  if (ax == 0.0f && ay == 0.0f) return 0.0f;
  // |t| <= 1; beyond tan(pi / 8) by atan(t) = pi / 4 + atan((t - 1) / (t + 1)).
  float t = ay < ax ? ay / ax : ax / ay;
  const bool steep = t > 0.414213562f;
  if (steep) t = (t - 1) / (t + 1);
  const float t2 = t * t;
  float angle =
      t *
      (1 +
       t2 * (-1.0f / 3 +
             t2 * (0.2f + t2 * (-1.0f / 7 +
                                t2 * (1.0f / 9 +
                                      t2 * (-1.0f / 11 + t2 * (1.0f / 13)))))));
  if (steep) angle += 0.785398163f;
  if (ay >= ax) angle = kHalfPi - angle;
  if (x < 0) angle = kPi - angle;
  return y < 0 ? -angle : angle;
}

}  // namespace mote
