// exp() without a mathematics library: the same bits on host and device.
#pragma once

#include <stdint.h>

namespace mote {

// e^x within 2e-7 of the result; 0 below -87, at most e^88; NaN of NaN.
inline float ExpFloat(float x) {
  if (!(x >= -87.0f)) return x < -87.0f ? 0.0f : x;
  if (x > 88.0f) x = 88.0f;
  // x = k * ln 2 + r, |r| <= ln 2 / 2; ln 2 in two parts keeps r exact.
  const float scaled = x * 1.44269504f;
  const int32_t k = static_cast<int32_t>(scaled + (scaled < 0 ? -0.5f : 0.5f));
  const float whole = static_cast<float>(k);
  const float r = (x - whole * 0.693359375f) + whole * 2.12194440e-4f;
  float sum = 1.0f / 5040;
  sum = sum * r + 1.0f / 720;
  sum = sum * r + 1.0f / 120;
  sum = sum * r + 1.0f / 24;
  sum = sum * r + 1.0f / 6;
  sum = sum * r + 0.5f;
  sum = sum * r + 1.0f;
  sum = sum * r + 1.0f;
  union {
    uint32_t bits;
    float value;
  } power;
  power.bits = static_cast<uint32_t>(k + 127) << 23;
  return sum * power.value;
}

}  // namespace mote
