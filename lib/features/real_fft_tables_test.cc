#include "lib/features/real_fft_tables.h"

#include <gtest/gtest.h>

#include <cmath>
#include <complex>
#include <random>

#include "lib/base/error.h"

namespace mote {
namespace {

// The sum of its definition, in double precision.
std::complex<double> bin_of(const std::vector<float>& x, int k) {
  std::complex<double> sum = 0;
  const auto n = static_cast<double>(x.size());
  for (size_t t = 0; t < x.size(); ++t) {
    sum += static_cast<double>(x[t]) *
           std::polar(1.0, -2 * M_PI * k * static_cast<double>(t) / n);
  }
  return sum;
}

TEST(RealFft, EqualsItsDefinition) {
  std::mt19937 random(2);
  std::normal_distribution<float> normal;
  for (int points = 8; points <= 1024; points *= 2) {
    const RealFftArrays arrays(points);
    std::vector<float> x(points), spectrum(points + 2);
    for (float& value : x) value = normal(random);
    dsp::RealFft(arrays.tables(), x.data(), spectrum.data());
    for (int k = 0; k <= points / 2; ++k) {
      const auto expected = bin_of(x, k);
      EXPECT_NEAR(spectrum[2 * k], expected.real(), 2e-5) << points << " " << k;
      EXPECT_NEAR(spectrum[2 * k + 1], expected.imag(), 2e-5)
          << points << " " << k;
    }
  }
}

TEST(RealFft, PowersAreOfTheBins) {
  std::vector<float> spectrum = {3, 4, 1, -1, 0, 2};
  dsp::PowersOf(spectrum.data(), 3);
  EXPECT_EQ(spectrum[0], 25);
  EXPECT_EQ(spectrum[1], 2);
  EXPECT_EQ(spectrum[2], 4);
}

TEST(RealFft, OtherSizesAreErrors) {
  EXPECT_THROW(RealFftArrays(4), Error);
  EXPECT_THROW(RealFftArrays(100), Error);
  EXPECT_THROW(RealFftArrays(65536), Error);
}

}  // namespace
}  // namespace mote
