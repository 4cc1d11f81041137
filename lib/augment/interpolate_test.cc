#include "lib/augment/interpolate.h"

#include <gtest/gtest.h>

#include <random>
#include <vector>

#include "lib/base/cpu.h"

namespace mote {
namespace {

constexpr int64_t kOne = int64_t{1} << kPositionBits;

std::vector<float> random_samples(size_t size) {
  std::mt19937 random(3);
  std::vector<float> x(size);
  for (float& sample : x) sample = static_cast<float>(random() % 65536) - 32768;
  return x;
}

#if defined(__x86_64__)
TEST(Interpolate, AllKernelsGiveTheSameBits) {
  if (host_isa() < Isa::kAvx512) GTEST_SKIP() << "needs AVX-512";
  const auto x = random_samples(4000 + 2 * kInterpolateMargin);
  for (const double speed : {0.5, 0.84, 1.0, 1.1999, 1.74, 1.76, 3.9}) {
    for (const size_t count : {0, 1, 15, 16, 17, 1000}) {
      const auto step = static_cast<int64_t>(speed * kOne);
      std::vector<float> a(count + 1, -1), b(count + 1, -1);
      interpolate_portable(&x[kInterpolateMargin], kOne / 3, step, count,
                           a.data());
      interpolate_avx512(&x[kInterpolateMargin], kOne / 3, step, count,
                         b.data());
      EXPECT_EQ(a, b) << speed << " " << count;
      EXPECT_EQ(b[count], -1);  // nothing beyond the end
    }
  }
}
#endif

// Catmull-Rom splines pass through the samples and reproduce parabolas.
TEST(Interpolate, ReproducesParabolas) {
  std::vector<float> x(100);
  for (size_t i = 0; i < x.size(); ++i) x[i] = static_cast<float>(i * i);
  std::vector<float> y(50);
  interpolate_kernel()(x.data(), 10 * kOne, kOne * 3 / 4, y.size(), y.data());
  for (size_t i = 0; i < y.size(); ++i) {
    const float position = 10 + 0.75f * static_cast<float>(i);
    EXPECT_NEAR(y[i], position * position, 1e-3);
  }
}

}  // namespace
}  // namespace mote
