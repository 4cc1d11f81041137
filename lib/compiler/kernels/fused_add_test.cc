#include "lib/compiler/kernels/fused_add.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

namespace mote {
namespace {

Int8Addition addition_of(double first, double second, double output) {
  const double common = 2 * std::max(first, second);
  return {-128,
          3,
          -100,
          quantize_multiplier(first / common),
          quantize_multiplier(second / common),
          quantize_multiplier(common / ((1 << 20) * output)),
          first / output,
          second / output,
          {-128, 127}};
}

TEST(FusedAdd, ProvenScalesAddEveryPair) {
  const Int8Addition addition = addition_of(0.031, 0.052, 0.047);
  const auto fused = prove_fused_add(addition);
  ASSERT_TRUE(fused);
  for (int a = -128; a <= 127; ++a) {
    for (int b = -128; b <= 127; ++b) {
      const float sum = std::fma(
          static_cast<float>(a), fused->first_scale,
          std::fma(static_cast<float>(b), fused->second_scale, fused->offset));
      const int rounded = static_cast<int>(std::nearbyint(sum));
      ASSERT_EQ(std::clamp(rounded, -128, 127), addition(a, b));
    }
  }
}

TEST(FusedAdd, RefusesTiesThatGoAwayFromZeroOnBothSides) {
  EXPECT_FALSE(prove_fused_add(addition_of(0.5, 0.5, 1.0)));
}

}  // namespace
}  // namespace mote
