#include "stages/collect/record/trigger.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "lib/base/error.h"
#include "lib/base/hash.h"

namespace mote {
namespace {

// Two axes at 100 Hz: gravity on the second, some noise on both.
LiveFormat two_axes() {
  LiveFormat format;
  format.axes = {{"x", "m/s2"}, {"y", "m/s2"}};
  format.rate_hz = 100;
  return format;
}

SignalValues quiet(int64_t frames, uint64_t seed = 1) {
  std::vector<float> values;
  for (int64_t i = 0; i < 2 * frames; ++i) {
    const auto noise =
        static_cast<float>(mix64(seed, static_cast<uint64_t>(i)) % 1000) / 1e4f;
    values.push_back(noise + (i % 2 == 0 ? 0.0f : 9.81f));
  }
  return values;
}

SignalValues bump(int64_t frames, float by) {
  auto values = std::get<std::vector<float>>(quiet(frames));
  for (size_t i = 0; i < values.size(); i += 2) values[i] += by;
  return values;
}

TEST(Trigger, ReadsLevels) {
  EXPECT_FALSE(parse_trigger("0.5").relative);
  EXPECT_EQ(parse_trigger("0.5").value, 0.5);
  EXPECT_TRUE(parse_trigger("6x").relative);
  EXPECT_NEAR(parse_trigger("20dB").value, 10, 1e-9);
  for (const char* text :
       {"", "x", "-1", "0", "1x", "0dB", "nan", "6y", "6x "}) {
    EXPECT_THROW(parse_trigger(text), UsageError) << text;
  }
}

TEST(Trigger, FiresWhereAnAxisDepartsAndNotBefore) {
  for (const char* level : {"1", "8x"}) {
    Trigger trigger(parse_trigger(level), two_axes(), 100);
    FrameBuffer frames(two_axes());
    frames.append(quiet(500));
    EXPECT_EQ(trigger.look(frames), -1);
    EXPECT_LT(trigger.level(), 0.9);
    frames.append(bump(20, 3));
    const int64_t at = trigger.look(frames);
    EXPECT_GE(at, 498);  // the block that holds frame 500
    EXPECT_LE(at, 500);
    EXPECT_GE(trigger.level(), 1);
  }
}

TEST(Trigger, TheSameInPiecesOfAnySize) {
  auto all = std::get<std::vector<float>>(quiet(200));
  const auto end = std::get<std::vector<float>>(bump(10, 2));
  all.insert(all.end(), end.begin(), end.end());
  for (size_t piece : {2u, 6u, 14u, 420u}) {
    Trigger trigger(parse_trigger("1"), two_axes(), 100);
    FrameBuffer frames(two_axes());
    int64_t fired = -1;
    for (size_t at = 0; at < all.size() && fired < 0; at += piece) {
      const size_t stop = std::min(at + piece, all.size());
      frames.append(std::vector<float>(all.begin() + at, all.begin() + stop));
      fired = trigger.look(frames);
      frames.forget_before(frames.end() - 20);
    }
    EXPECT_EQ(fired, 200) << piece;
  }
}

TEST(Trigger, FollowsWhatChangesSlowlyAndLearnsAnewAfterARestart) {
  Trigger trigger(parse_trigger("1"), two_axes(), 100);
  FrameBuffer frames(two_axes());
  frames.append(quiet(100));
  for (int second = 1; second <= 30; ++second) {
    frames.append(bump(100, 0.1f * static_cast<float>(second)));
    EXPECT_EQ(trigger.look(frames), -1) << second;
  }
  frames.append(bump(100, 8));  // it lies on another side now
  EXPECT_GE(trigger.look(frames), 0);
  trigger.restart(frames.end());
  frames.append(bump(200, 8));
  EXPECT_EQ(trigger.look(frames), -1);
}

TEST(Trigger, MissingValuesAndAxesWithoutNoiseAreNoEvents) {
  const float missing = std::numeric_limits<float>::quiet_NaN();
  Trigger trigger(parse_trigger("6x"), two_axes(), 10);
  FrameBuffer frames(two_axes());
  for (int i = 0; i < 60; ++i) {
    frames.append(std::vector<float>{i % 7 == 0 ? missing : 5.0f, missing});
    EXPECT_EQ(trigger.look(frames), -1) << i;
  }
  frames.append(std::vector<float>{5.5f, missing});
  EXPECT_EQ(trigger.look(frames), 60);
}

TEST(Trigger, SoundIsMeasuredAgainstFullScale) {
  LiveFormat format;
  format.axes = {{"audio", ""}};
  format.type = "int16";
  format.kind = "audio";
  Trigger trigger(parse_trigger("0.1"), format, 16000);
  FrameBuffer frames(format);
  frames.append(std::vector<int16_t>(16000, 3));
  frames.append(std::vector<int16_t>(800, 3000));
  EXPECT_EQ(trigger.look(frames), -1);
  frames.append(std::vector<int16_t>(800, -3500));
  EXPECT_GE(trigger.look(frames), 16800);
}

TEST(FrameBuffer, KnowsFramesByTheirNumber) {
  FrameBuffer frames(two_axes());
  frames.append(quiet(10));
  frames.forget_before(3);  // not worth it yet
  EXPECT_EQ(frames.begin(), 0);
  frames.forget_before(8);
  EXPECT_EQ(frames.begin(), 8);
  EXPECT_EQ(frames.end(), 10);
  const auto all = std::get<std::vector<float>>(quiet(10));
  EXPECT_EQ(std::get<std::vector<float>>(frames.copy(8, 10)),
            (std::vector<float>(all.begin() + 16, all.end())));
  EXPECT_EQ(frames.value(9, 1), all[19]);
  EXPECT_EQ(frames.frame_bytes(), 8u);
  frames.forget_before(99);
  EXPECT_EQ(frames.begin(), 10);
}

}  // namespace
}  // namespace mote
