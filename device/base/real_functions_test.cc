#include "device/base/real_functions.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

namespace mote {
namespace {

TEST(RealFunctions, AreNearTheMathematicsLibrary) {
  std::mt19937 random(1);
  std::uniform_real_distribution<float> even(-1, 1);
  for (int i = 0; i < 20000; ++i) {
    const float x = even(random) * std::pow(10.0f, 6 * even(random));
    const float y = even(random) * std::pow(10.0f, 6 * even(random));
    const float size = std::abs(x);
    EXPECT_NEAR(SqrtFloat(size), std::sqrt(size), 1.2e-7f * std::sqrt(size));
    EXPECT_NEAR(LogFloat(size), std::log(size),
                2.5e-7f * std::max(1.0f, std::abs(std::log(size))));
    EXPECT_NEAR(Atan2Float(y, x), std::atan2(y, x), 4e-7f) << y << " " << x;
    EXPECT_NEAR(SineFloat(x, 0), std::sin(double{x}), 3e-7f) << x;
    const float small = even(random) * 50;
    EXPECT_NEAR(ExpFloat(small), std::exp(small), 3e-7f * std::exp(small));
  }
}

TEST(RealFunctions, KnowTheEnds) {
  EXPECT_EQ(Atan2Float(0, 0), 0);
  EXPECT_EQ(Atan2Float(0, 1), 0);
  EXPECT_NEAR(Atan2Float(0, -1), M_PI, 3e-7);
  EXPECT_NEAR(Atan2Float(-1, 0), -M_PI / 2, 3e-7);
  EXPECT_TRUE(std::isnan(Atan2Float(NAN, 1)));
  EXPECT_TRUE(std::isnan(Atan2Float(1, INFINITY)));
  EXPECT_EQ(SqrtFloat(0), 0);
  EXPECT_TRUE(std::isnan(SqrtFloat(-1)));
  EXPECT_TRUE(std::isinf(LogFloat(0)));
}

}  // namespace
}  // namespace mote
