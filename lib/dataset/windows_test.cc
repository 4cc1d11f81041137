#include "lib/dataset/windows.h"

#include <gtest/gtest.h>

namespace mote {
namespace {

Sample series(double rate_hz, int64_t frames) {
  Sample sample;
  sample.name = "walk.csv";
  sample.label = "walking";
  sample.group = "anna";
  sample.kind = "series";
  sample.rate_hz = rate_hz;
  sample.frames = frames;
  return sample;
}

std::vector<Sample> cut(const Sample& sample, double window_s,
                        double stride_s) {
  return cut_windows(Dataset({sample}, nullptr), window_s, stride_s).samples();
}

TEST(Windows, CoverARecordingByStrides) {
  const auto windows = cut(series(20, 101), 2, 1);
  ASSERT_EQ(windows.size(), 4u);
  EXPECT_EQ(windows[3].name, "walk.csv@3s");
  EXPECT_EQ(windows[3].group, "anna");
  EXPECT_EQ(windows[3].frames, 40);
  EXPECT_EQ(windows[3].fixes.back().text(), "trim 3 5");
}

TEST(Windows, LeaveShortRecordingsAndSoundAsTheyAre) {
  EXPECT_EQ(cut(series(20, 40), 2, 1), std::vector<Sample>{series(20, 40)});
  Sample sound = series(16000, 160000);
  sound.kind = "audio";
  EXPECT_EQ(cut(sound, 1, 1), std::vector<Sample>{sound});
}

TEST(Windows, TakeTheLabelOfTheRangeThatCoversThem) {
  Sample sample = series(10, 40);
  sample.label = std::string(kUnlabelled);
  sample.ranges = {{0.4, 1.9, "step"}, {2, 2.5, "fall"}};
  const auto windows = cut(sample, 1, 1);
  ASSERT_EQ(windows.size(), 4u);
  EXPECT_EQ(windows[0].label, "step");
  EXPECT_EQ(windows[1].label, "step");
  EXPECT_EQ(windows[2].label, "fall");
  EXPECT_EQ(windows[3].label, kUnlabelled);
  EXPECT_TRUE(windows[0].ranges.empty());
}

}  // namespace
}  // namespace mote
