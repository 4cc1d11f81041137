#include "device/detect/detector.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstring>
#include <vector>

namespace mote::detect {
namespace {

constexpr int kHop = 4, kRows = 3, kRowSize = 2;

// A row a hop of 4 samples: {the row's number, its last sample}.
struct CountingFrontend {
  int in_row = 0;
  int8_t row_number = 0;

  static int32_t Push(void* self, const int16_t* samples, int32_t count,
                      int8_t* row, bool* finished) {
    auto* state = static_cast<CountingFrontend*>(self);
    const int32_t taken = std::min<int32_t>(count, kHop - state->in_row);
    state->in_row += taken;
    *finished = state->in_row == kHop;
    if (*finished) {
      row[0] = state->row_number++;
      row[1] = static_cast<int8_t>(samples[taken - 1]);
      state->in_row = 0;
    }
    return taken;
  }
  static void Reset(void* self) { *static_cast<CountingFrontend*>(self) = {}; }
};

// Label 1 is certain when the newest row's second value is 100 or more.
struct FakeModel {
  std::vector<std::vector<int8_t>> seen;

  static void Score(void* self, const int8_t* window, int32_t* scores) {
    constexpr int kSize = kRows * kRowSize;
    const bool certain = window[kSize - 1] >= 100;
    scores[0] = certain ? 0 : 32000;
    scores[1] = certain ? 32000 : 0;
    static_cast<FakeModel*>(self)->seen.emplace_back(window, window + kSize);
  }
};

class DetectorTest : public testing::Test {
 protected:
  DetectorTest() { detector_.Reset(); }

  std::vector<Detection> PushAll(const std::vector<int16_t>& samples,
                                 int piece) {
    std::vector<Detection> all;
    for (size_t done = 0; done < samples.size();) {
      const int32_t count =
          static_cast<int32_t>(std::min<size_t>(piece, samples.size() - done));
      Detection detection{};
      bool detected = false;
      done +=
          detector_.Push(samples.data() + done, count, &detection, &detected);
      if (detected) all.push_back(detection);
    }
    return all;
  }

  const uint8_t ignored_[2] = {1, 0};
  const DetectorConfig config_{kRows, kRowSize, 2, {2, 1, 16384, 40, ignored_}};
  CountingFrontend frontend_;
  FakeModel model_;
  int8_t window_[(kRows + 1) * kRowSize];
  int32_t scores_[2];
  uint16_t history_[2];
  Detector detector_{
      config_,
      {&frontend_, CountingFrontend::Push, CountingFrontend::Reset},
      {&model_, FakeModel::Score},
      {window_, scores_, history_}};
};

TEST_F(DetectorTest, InfersOnFullWindowsEveryFewRows) {
  PushAll(std::vector<int16_t>(kHop * 7), 5);
  ASSERT_EQ(model_.seen.size(), 3u);
  EXPECT_EQ(model_.seen[0], (std::vector<int8_t>{0, 0, 1, 0, 2, 0}));
  EXPECT_EQ(model_.seen[1], (std::vector<int8_t>{2, 0, 3, 0, 4, 0}));
  EXPECT_EQ(model_.seen[2], (std::vector<int8_t>{4, 0, 5, 0, 6, 0}));
  EXPECT_EQ(detector_.samples_heard(), 28u);
}

TEST_F(DetectorTest, PiecesOfAnySizeGiveTheSameDetections) {
  std::vector<int16_t> samples(kHop * 40);
  for (size_t i = 60; i < samples.size(); ++i) samples[i] = 100;
  for (int piece : {1, 3, 4, 160}) {
    detector_.Reset();
    const std::vector<Detection> found = PushAll(samples, piece);
    ASSERT_EQ(found.size(), 3u) << piece;
    EXPECT_EQ(found[0].label, 1);
    EXPECT_EQ(found[0].sample, 68u);
    EXPECT_EQ(found[1].sample, 108u);
  }
}

TEST_F(DetectorTest, PushReturnsAtADetectionAndGoesOnFromThere) {
  const std::vector<int16_t> samples(kHop * 20, 100);
  Detection detection{};
  bool detected = false;
  EXPECT_EQ(detector_.Push(samples.data(), kHop * 20, &detection, &detected),
            kHop * kRows);
  EXPECT_TRUE(detected);
}

TEST_F(DetectorTest, ScoreLooksAtTheLastRowsHeard) {
  std::vector<int16_t> samples(kHop * 5);
  samples.back() = 100;
  detector_.Hear(samples.data(), static_cast<int32_t>(samples.size()));
  EXPECT_TRUE(model_.seen.empty());
  const int32_t* scores = detector_.Score();
  EXPECT_EQ(scores[0], 0);
  EXPECT_EQ(scores[1], 32000);
  EXPECT_EQ(model_.seen[0], (std::vector<int8_t>{2, 0, 3, 0, 4, 100}));
}

TEST_F(DetectorTest, ResetForgetsWhatWasHeard) {
  PushAll(std::vector<int16_t>(kHop * 7, 50), 4);
  detector_.Reset();
  detector_.Score();
  EXPECT_EQ(model_.seen.back(), std::vector<int8_t>(kRows * kRowSize, -128));
}

}  // namespace
}  // namespace mote::detect
