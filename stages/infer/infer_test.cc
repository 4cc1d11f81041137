#include "stages/infer/infer.h"

#include <gtest/gtest.h>

#include "lib/base/error.h"

namespace mote {
namespace {

// Detects a 1 where a sample is 1.
class FakeDetector : public Detector {
 public:
  const std::vector<std::string>& labels() const override { return labels_; }
  double samples_a_second() const override { return 1000; }
  std::vector<int16_t> samples(const Signal& signal,
                               const std::string&) const override {
    return signal.int16_samples();
  }
  std::vector<int> score(std::span<const int16_t>) override { return {0, 0}; }
  std::vector<Detection> push(std::span<const int16_t> samples) override {
    std::vector<Detection> found;
    pieces.push_back(samples.size());
    for (int16_t sample : samples) {
      ++heard_;
      if (sample == 1) found.push_back({1, heard_ / 1000.0, kScoreOne});
    }
    return found;
  }
  void reset(std::span<const int16_t> quiet) override {
    heard_ = 0;
    pieces.clear();
    warm_up = quiet.size();
  }
  std::vector<int16_t> quiet_sound(std::span<const int16_t>) const override {
    return quiet;
  }

  std::vector<int16_t> quiet = std::vector<int16_t>(700);
  std::vector<size_t> pieces;
  size_t warm_up = 0;

 private:
  std::vector<std::string> labels_ = {"silence", "left"};
  int heard_ = 0;
};

class InferTest : public testing::Test {
 protected:
  std::vector<Detection> heard(std::span<const int16_t> samples) {
    return infer(detector_, samples, settings_, run_);
  }
  std::vector<int16_t> signal_ = std::vector<int16_t>(2050);
  FakeDetector detector_;
  InferSettings settings_;
  mote::Run run_ = quiet_run();
};

TEST_F(InferTest, PushesBlocksAndTellsTheTimeInTheRecording) {
  signal_[1499] = 1;
  settings_.block_ms = 100;
  const std::vector<Detection> found = heard(signal_);
  ASSERT_EQ(found.size(), 1u);
  EXPECT_DOUBLE_EQ(found[0].time_s, 1.5);
  EXPECT_EQ(detector_.warm_up, 700u);
  EXPECT_EQ(detector_.pieces[0], 100u);
  EXPECT_EQ(detector_.pieces[20], 50u);
  EXPECT_EQ(detector_.pieces.size(), 21u + 5u);  // and half a second of quiet
}

TEST_F(InferTest, WhatIsDetectedAfterTheEndIsToldAtTheEnd) {
  detector_.quiet[100] = 1;
  const std::vector<Detection> found = heard(signal_);
  ASSERT_EQ(found.size(), 1u);
  EXPECT_DOUBLE_EQ(found[0].time_s, 2.05);
}

TEST_F(InferTest, StartsColdWhenAsked) {
  settings_.warm_up = false;
  heard(signal_);
  EXPECT_EQ(detector_.warm_up, 0u);
}

TEST_F(InferTest, StopsWhenAsked) {
  std::atomic<bool> stop = true;
  mote::Run run{silent_progress(), stop, {}};
  EXPECT_THROW(infer(detector_, signal_, settings_, run), Stopped);
}

}  // namespace
}  // namespace mote
