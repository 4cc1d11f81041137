#include "device/dsp/moments.h"

#include "device/base/real_functions.h"

namespace mote {
namespace dsp {
namespace {

// What is left of rounding when nothing changes.
constexpr float kSmallestShare = 1e-7f;

float Larger(float a, float b) { return a > b ? a : b; }

// Sums of powers of (x - mean) / size, so that no power overflows.
struct PowerSums {
  float second, third, fourth;
  int32_t crossings;
};

PowerSums SumPowers(const float* x, int32_t count, int32_t stride, float mean,
                    float size) {
  PowerSums sums = {0, 0, 0, 0};
  bool above = false;
  for (int32_t i = 0; i < count; ++i) {
    const float d = (x[i * stride] - mean) / size;
    const float d2 = d * d;
    sums.second += d2;
    sums.third += d2 * d;
    sums.fourth += d2 * d2;
    const bool now_above = d > 0;
    if (i > 0 && now_above != above) ++sums.crossings;
    above = now_above;
  }
  return sums;
}

// The root of the mean of squares, about 0.
float RootMeanSquare(const float* x, int32_t count, int32_t stride,
                     float size) {
  if (!(size > 0)) return 0;
  float squares = 0;
  for (int32_t i = 0; i < count; ++i) {
    const float share = x[i * stride] / size;
    squares += share * share;
  }
  return size * SqrtFloat(squares / static_cast<float>(count));
}

}  // namespace

Moments MomentsOf(const float* x, int32_t count, int32_t stride) {
  Moments result = {0, x[0], x[0], 0, 0, 0, 0, 0};
  const float n = static_cast<float>(count);
  float sum = 0;
  for (int32_t i = 0; i < count; ++i) {
    const float value = x[i * stride];
    sum += value;
    if (value < result.minimum) result.minimum = value;
    if (value > result.maximum) result.maximum = value;
  }
  result.mean = sum / n;
  const float size =
      Larger(MagnitudeFloat(result.minimum), MagnitudeFloat(result.maximum));
  result.rms = RootMeanSquare(x, count, stride, size);
  const float reach =
      Larger(result.maximum - result.mean, result.mean - result.minimum);
  if (!(reach > kSmallestShare * size)) return result;
  const PowerSums sums = SumPowers(x, count, stride, result.mean, reach);
  const float variance = sums.second / n;
  const float deviation = SqrtFloat(variance);
  result.deviation = reach * deviation;
  result.skewness = sums.third / n / (variance * deviation);
  result.kurtosis = sums.fourth / n / (variance * variance) - 3;
  result.crossings = static_cast<float>(sums.crossings) / n;
  return result;
}

}  // namespace dsp
}  // namespace mote
