#include "device/detect/trigger.h"

#include <gtest/gtest.h>

namespace mote::detect {
namespace {

// Two labels that never fire (0 and 1) and two words (2 and 3).
class TriggerTest : public testing::Test {
 protected:
  TriggerTest() { trigger_.Reset(); }

  // Word `label` scores `score`, silence the rest.
  bool Push(int label, int32_t score, uint64_t sample) {
    int32_t scores[4] = {32768 - score, 0, 0, 0};
    scores[label] += score;
    return trigger_.Push(scores, sample, &detection_);
  }

  const uint8_t ignored_[4] = {1, 1, 0, 0};
  const TriggerConfig config_{4, 3, 20000, 16000, ignored_};
  uint16_t history_[3 * 4];
  Trigger trigger_{config_, history_};
  Detection detection_{};
};

TEST_F(TriggerTest, WaitsForAsManyScoresAsItAverages) {
  EXPECT_FALSE(Push(2, 32768, 1000));
  EXPECT_FALSE(Push(2, 32768, 2000));
  EXPECT_TRUE(Push(2, 30000, 3000));
  EXPECT_EQ(detection_.label, 2);
  EXPECT_EQ(detection_.score, (32768 + 32768 + 30000) / 3);
  EXPECT_EQ(detection_.sample, 3000u);
}

TEST_F(TriggerTest, OneHighScoreIsNotEnough) {
  for (int i = 0; i < 10; ++i) {
    EXPECT_FALSE(Push(2, i == 5 ? 32768 : 5000, 1000u * i));
  }
}

TEST_F(TriggerTest, StaysQuietAfterADetection) {
  uint64_t sample = 0;
  while (!Push(3, 32768, sample)) sample += 1000;
  int fired = 0;
  for (int i = 1; i <= 15; ++i) fired += Push(3, 32768, sample + 1000u * i);
  EXPECT_EQ(fired, 0);
  EXPECT_TRUE(Push(3, 32768, sample + 16000));
}

TEST_F(TriggerTest, IgnoredLabelsNeverFire) {
  for (int i = 0; i < 10; ++i) EXPECT_FALSE(Push(1, 32768, 1000u * i));
}

TEST_F(TriggerTest, ResetForgetsTheLastDetection) {
  for (int i = 0; i < 3; ++i) Push(2, 32768, 1000u * i);
  trigger_.Reset();
  EXPECT_FALSE(Push(2, 32768, 3000));
  EXPECT_FALSE(Push(2, 32768, 4000));
  EXPECT_TRUE(Push(2, 32768, 5000));
}

}  // namespace
}  // namespace mote::detect
