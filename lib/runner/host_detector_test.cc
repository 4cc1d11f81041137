#include "lib/runner/host_detector.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "lib/base/error.h"
#include "lib/base/file.h"
#include "test/micro_speech.h"
#include "test/shared_data.h"

namespace mote {
namespace {

Package micro_speech() {
  Package package = test::micro_speech();
  package.detection.threshold = 0;  // every score is a detection
  package.detection.smoothing_windows = 1;
  package.detection.suppression_ms = 0;
  package.detection.hops_a_score = 1;
  package.detection.ignored = {};
  return package;
}

// A tone that swells.
std::vector<int16_t> sound() {
  std::vector<int16_t> samples(16000);
  for (int i = 0; i < 16000; ++i) {
    samples[i] = static_cast<int16_t>((i * 37 % 400 - 200) * (i / 500));
  }
  return samples;
}

TEST(HostDetector, TheStreamEndsWithTheScoreOfTheClip) {
  MOTE_REQUIRE_SHARED();
  const Package package = micro_speech();
  const auto detector = make_host_detector(package);
  const std::vector<int> scores = detector->score(sound());

  detector->reset(detector->quiet_sound(sound()));
  const std::vector<Detection> found = detector->push(sound());
  ASSERT_EQ(found.size(), 50u);  // a score a row, the first across the seam
  const int best = found.back().label;
  EXPECT_EQ(found.back().score, scores[best]);
  EXPECT_EQ(best,
            std::max_element(scores.begin(), scores.end()) - scores.begin());
  EXPECT_NEAR(found.back().time_s, 0.99, 0.011);
}

TEST(HostDetector, ManyClipsGiveTheScoresOfEach) {
  MOTE_REQUIRE_SHARED();
  const auto detector = make_host_detector(micro_speech());
  std::vector<std::vector<int16_t>> clips(7, sound());
  for (size_t i = 0; i < clips.size(); ++i) clips[i].resize(9000 + 1000 * i);
  const auto all = detector->score_all(clips);
  for (size_t i = 0; i < clips.size(); ++i) {
    EXPECT_EQ(all[i], detector->score(clips[i]));
  }
}

TEST(HostDetector, AModelThatDoesNotFitIsAnError) {
  MOTE_REQUIRE_SHARED();
  Package package = micro_speech();
  package.feature_settings = R"({"channels": 32})";
  EXPECT_THROW(make_host_detector(package), Error);
  package = micro_speech();
  package.scores.groups.pop_back();
  EXPECT_THROW(make_host_detector(package), Error);
  package = micro_speech();
  package.feature_block = "";
  EXPECT_THROW(make_host_detector(package), Error);
}

}  // namespace
}  // namespace mote
