#include "lib/features/heard_signal.h"

#include <gtest/gtest.h>

namespace mote {
namespace {

TEST(HeardSignal, PlaysQuietSoundToAndFroBeforeTheClip) {
  const std::vector<int16_t> clip = {9, 9, 1, 2, 9, 9};
  const HeardSignal heard = heard_signal(clip, 8, 6, 2);
  EXPECT_EQ(heard.samples, (std::vector<int16_t>{1, 2, 2, 1, 1, 2, 2, 1,  //
                                                 9, 9, 1, 2, 9, 9}));
  EXPECT_EQ(heard.period, 4u);
  EXPECT_EQ(heard.quiet_end, 8u);
}

TEST(HeardSignal, CentresShortClipsInQuietSound) {
  const std::vector<int16_t> clip = {1, 9};
  const HeardSignal heard = heard_signal(clip, 2, 6, 1);
  EXPECT_EQ(heard.samples, (std::vector<int16_t>{1, 1, 1, 1, 1, 9, 1, 1}));
  EXPECT_EQ(heard.quiet_end, 4u);
}

TEST(HeardSignal, KeepsTheMiddleOfLongClips) {
  const std::vector<int16_t> clip = {1, 2, 3, 4, 5};
  EXPECT_EQ(heard_signal(clip, 0, 3, 2).samples,
            (std::vector<int16_t>{2, 3, 4}));
}

TEST(HeardSignal, HearsFaintNoiseInDigitalSilence) {
  std::vector<int16_t> clip(800, 0);
  clip[700] = 5000;
  const HeardSignal heard = heard_signal(clip, 4000, 800, 400);
  double power = 0;
  for (size_t i = 0; i < 4000; ++i) {
    power += heard.samples[i] * heard.samples[i] / 4000.0;
    if (i >= heard.period) {
      ASSERT_EQ(heard.samples[i], heard.samples[i - heard.period]);
    }
  }
  EXPECT_NEAR(power, 100, 15);
  EXPECT_EQ(heard.samples[4700], 5000) << "the clip itself is as it was";
  EXPECT_EQ(heard_signal(clip, 4000, 800, 400).samples, heard.samples);
}

TEST(HeardSignal, IsSilentForAnEmptyClip) {
  EXPECT_EQ(heard_signal({}, 2, 3, 4).samples, std::vector<int16_t>(5));
}

}  // namespace
}  // namespace mote
