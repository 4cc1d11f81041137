#include "device/dsp/moments.h"

#include "device/base/real_functions.h"

namespace mote {
namespace dsp {
namespace {

// What is left of rounding when nothing changes.
constexpr float kSmallestShare = 1e-7f;

// Sums of powers of (x - mean).
struct PowerSums {
  float first, second, third, fourth;
  int32_t crossings;
};

PowerSums SumPowers(const float* x, int32_t count, int32_t stride, float mean) {
  PowerSums sums = {0, 0, 0, 0, 0};
  bool above = false;
  for (int32_t i = 0; i < count; ++i) {
    const float d = x[i * stride] - mean;
    const float d2 = d * d;
    sums.first += d;
    sums.second += d2;
    sums.third += d2 * d;
    sums.fourth += d2 * d2;
    const bool now_above = d > 0;
    if (i > 0 && now_above != above) ++sums.crossings;
    above = now_above;
  }
  return sums;
}

}  // namespace

Moments MomentsOf(const float* x, int32_t count, int32_t stride) {
  Moments result = {0, x[0], x[0], 0, 0, 0, 0, 0};
  float sum = 0, squares = 0;
  for (int32_t i = 0; i < count; ++i) {
    const float value = x[i * stride];
    sum += value;
    squares += value * value;
    if (value < result.minimum) result.minimum = value;
    if (value > result.maximum) result.maximum = value;
  }
  const float n = static_cast<float>(count);
  result.mean = sum / n;
  result.rms = SqrtFloat(squares / n);
  const PowerSums sums = SumPowers(x, count, stride, result.mean);
  const float variance = sums.second / n;
  result.deviation = SqrtFloat(variance);
  result.crossings = static_cast<float>(sums.crossings) / n;
  const float size = MagnitudeFloat(result.mean);
  if (result.deviation > kSmallestShare * size && variance > 1e-30f) {
    result.skewness = sums.third / n / (variance * result.deviation);
    result.kurtosis = sums.fourth / n / (variance * variance) - 3;
  }
  return result;
}

}  // namespace dsp
}  // namespace mote
