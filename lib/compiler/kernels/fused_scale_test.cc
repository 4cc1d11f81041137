#include "lib/compiler/kernels/fused_scale.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>

#include "device/nn/requantize.h"

namespace mote {
namespace {

int32_t two_roundings(int32_t sum, const Multiplier& m, int32_t zero_point,
                      const ActivationRange& clamp) {
  const int32_t output = nn::Requantize(sum, m.multiplier, m.shift);
  return std::clamp(output + zero_point, clamp.min, clamp.max);
}

int32_t fused(int32_t sum, const FusedScale& f, const ActivationRange& clamp) {
  const float value = std::fma(static_cast<float>(sum), f.scale,
                               sum < 0 ? f.negative_offset : f.offset);
  return std::clamp(static_cast<int32_t>(std::nearbyint(value)), clamp.min,
                    clamp.max);
}

// Every sum of the range, not only those that the proof looks at.
TEST(FusedScale, ProvenScalesAreExactForEverySum) {
  std::mt19937 random(5);
  std::uniform_real_distribution<double> exponent(-11, -3), part(0, 1);
  std::uniform_int_distribution<int32_t> zero_points(-128, 127);
  int proven = 0;
  for (int i = 0; i < 60; ++i) {
    const Multiplier m = quantize_multiplier(std::exp2(exponent(random)));
    const int32_t zero_point = zero_points(random);
    const ActivationRange clamp{i % 3 == 0 ? zero_point : -128, 127};
    const int32_t reach = 10000 + static_cast<int32_t>(90000 * part(random));
    const auto f = prove_fused_scale(m, zero_point, clamp, {-reach, reach});
    if (!f) continue;
    ++proven;
    for (int32_t sum = -reach; sum <= reach; ++sum) {
      ASSERT_EQ(fused(sum, *f, clamp), two_roundings(sum, m, zero_point, clamp))
          << "sum " << sum << ", case " << i;
    }
  }
  EXPECT_GE(proven, 50);
}

TEST(FusedScale, ConstantChannelsNeedNoScale) {
  const auto f = prove_fused_scale({0, 0}, -7, {-128, 127}, {-50, 90});
  ASSERT_TRUE(f);
  EXPECT_EQ(fused(33, *f, {-128, 127}), -7);
}

TEST(FusedScale, RefusesWhatItCannotProve) {
  EXPECT_FALSE(prove_fused_scale({1 << 30, 1}, 0, {}, {-50, 90}));
  EXPECT_FALSE(prove_fused_scale({1 << 30, -8}, 0, {}, {0, int64_t{1} << 31}));
}

}  // namespace
}  // namespace mote
