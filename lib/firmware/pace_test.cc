#include "lib/firmware/pace.h"

#include <gtest/gtest.h>

namespace mote {
namespace {

class PaceTest : public testing::Test {
 protected:
  PaceTest() {
    target.clock_hz = 80'000'000;
    target.cycles_per_instruction = 1.25;
  }
  int hops(double inference, double features_a_second) const {
    return hops_that_keep_up(inference, features_a_second, *features, target);
  }
  double share(double inference, double features_a_second, int hops) const {
    return cpu_share(inference, features_a_second, hops, *features, target);
  }

  const std::unique_ptr<FeatureBlock> features =
      make_feature_block("micro_frontend", "{}");  // a hop of 20 ms
  Target target;
};

TEST_F(PaceTest, TheShareIsThatOfFeaturesAndInferences) {
  // 64 M instructions a second; an inference of 3.2 M takes 50 ms.
  EXPECT_DOUBLE_EQ(share(3.2e6, 6.4e6, 5), 0.1 + 0.5);
  EXPECT_DOUBLE_EQ(share(3.2e6, 6.4e6, 10), 0.1 + 0.25);
  target.clock_hz = 0;
  EXPECT_EQ(share(3.2e6, 6.4e6, 5), 0);
}

TEST_F(PaceTest, FewestHopsThatLeaveAFifth) {
  EXPECT_EQ(hops(3.2e6, 6.4e6), 5);
  const int slow = hops(32e6, 6.4e6);
  EXPECT_LE(share(32e6, 6.4e6, slow), 0.8);
  EXPECT_GT(share(32e6, 6.4e6, slow - 1), 0.8);
  EXPECT_EQ(hops(1, 60e6), 0) << "the features alone take too long";
  target.clock_hz = 0;
  EXPECT_EQ(hops(32e6, 6.4e6), 5);
}

}  // namespace
}  // namespace mote
