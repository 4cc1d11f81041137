#include "lib/signal/quiet.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

namespace mote {
namespace {

TEST(Quiet, FindsTheQuietestPart) {
  std::vector<int16_t> clip(1000, 50);
  std::fill(clip.begin() + 300, clip.begin() + 400, int16_t{-3});
  EXPECT_EQ(quietest_part(clip, 100).data(), clip.data() + 300);
  EXPECT_EQ(quietest_part(clip, 1000).size(), 1000u);
  EXPECT_TRUE(quietest_part({}, 100).empty());
}

TEST(Quiet, PlaysForwardsAndBackwards) {
  const std::vector<int16_t> sound = {1, 2, 3};
  std::vector<int16_t> samples(8);
  play_to_and_fro(sound, samples);
  EXPECT_EQ(samples, (std::vector<int16_t>{1, 2, 3, 3, 2, 1, 1, 2}));
  play_to_and_fro({}, samples);
  EXPECT_EQ(samples[0], 1);
}

}  // namespace
}  // namespace mote
