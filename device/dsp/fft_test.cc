#include "device/dsp/fft.h"

#include <gtest/gtest.h>

#include <cmath>
#include <complex>
#include <random>
#include <vector>

#include "device/base/packed16.h"

namespace mote {
namespace dsp {
namespace {

constexpr double kPi = 3.14159265358979323846;

Packed16 rotation(double phase) {
  return Pack16(static_cast<int>(std::floor(0.5 + 32767 * std::cos(phase))),
                static_cast<int>(std::floor(0.5 + 32767 * std::sin(phase))));
}

void fill_order(std::vector<uint16_t>& order, int input, int stride, int output,
                int points) {
  if (points == 1) {
    order[input] = static_cast<uint16_t>(output);
    return;
  }
  const int radix = points % 4 == 0 ? 4 : 2;
  for (int i = 0; i < radix; ++i) {
    fill_order(order, input + i * stride, stride * radix,
               output + i * (points / radix), points / radix);
  }
}

// The largest distance to the exact transform divided by the sample count, in
// units of the last place.
double worst_error(int points, const std::vector<int16_t>& samples, int shift) {
  std::vector<uint16_t> order(points);
  fill_order(order, 0, 1, 0, points);
  std::vector<Packed16> twiddles, real_twiddles;
  int m = points;
  while (m > 4) m /= 4;
  for (; m < points; m *= 4) {
    for (int k = 0; k < m; ++k) {
      for (int j = 1; j <= 3; ++j) {
        twiddles.push_back(rotation(-kPi * k * j / (2 * m)));
      }
    }
  }
  for (int k = 0; k < points / 2; ++k) {
    real_twiddles.push_back(rotation(-kPi * ((k + 1.0) / points + 0.5)));
  }
  std::vector<Packed16> work(points + 1);
  for (int n = 0; n < points; ++n) {
    work[order[n]] = Pack16(samples[2 * n], samples[2 * n + 1]);
  }
  RealFft({static_cast<uint16_t>(points), order.data(), twiddles.data(),
           real_twiddles.data()},
          shift, work.data());
  double worst = 0;
  for (int k = 0; k <= points; ++k) {
    std::complex<double> sum = 0;
    for (int n = 0; n < 2 * points; ++n) {
      sum += std::ldexp(samples[n], shift) *
             std::polar(1.0, -kPi * k * n / points);
    }
    sum /= 2 * points;
    worst = std::max(worst,
                     std::abs(sum - std::complex<double>(LowHalf(work[k]),
                                                         HighHalf(work[k]))));
  }
  return worst;
}

TEST(RealFft, IsTheTransformToAFewUnits) {
  std::mt19937 random(4);
  for (int points = 8; points <= 512; points *= 2) {
    std::vector<int16_t> samples(2 * points);
    for (int16_t& sample : samples) {
      sample = static_cast<int16_t>(static_cast<int>(random() % 2001) - 1000);
    }
    EXPECT_LT(worst_error(points, samples, 0), 4) << points;
    EXPECT_LT(worst_error(points, samples, 4), 4) << points;
  }
}

}  // namespace
}  // namespace dsp
}  // namespace mote
