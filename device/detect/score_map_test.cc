#include "device/detect/score_map.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>
#include <vector>

namespace mote::detect {
namespace {

TEST(ScoreMap, TakesSoftmaxOutputsAsTheyAre) {
  const ScoreMap map{4, 4, nullptr, nullptr, nullptr};
  const int8_t outputs[4] = {-128, -64, 0, 127};
  int32_t scores[4];
  MapScores(map, outputs, scores);
  EXPECT_EQ(scores[0], 0);
  EXPECT_EQ(scores[1], kScoreOne / 4);
  EXPECT_EQ(scores[2], kScoreOne / 2);
  EXPECT_EQ(scores[3], kScoreOne * 255 / 256);
}

// A head of 36 words in four labels with priors between 1 and 1/50.
struct LogitHead {
  static constexpr int kOutputs = 36, kLabels = 4;
  explicit LogitHead(double scale_) : scale(scale_) {
    for (int d = 0; d < 256; ++d) {
      exponentials.push_back(
          static_cast<uint32_t>(std::lround(std::exp(-scale * d) * (1 << 30))));
    }
    for (int o = 0; o < kOutputs; ++o) {
      weights.push_back(static_cast<uint16_t>(32768 / (1 + o % 50)));
      groups.push_back(static_cast<uint8_t>(o < 3 ? o : 3));
    }
  }
  ScoreMap map() const {
    return {kOutputs, kLabels, exponentials.data(), weights.data(),
            groups.data()};
  }
  std::vector<double> expected(const int8_t* outputs) const {
    std::vector<double> sums(kLabels);
    double total = 0;
    for (int o = 0; o < kOutputs; ++o) {
      const double term = std::exp(scale * outputs[o]) * weights[o];
      sums[groups[o]] += term;
      total += term;
    }
    for (double& sum : sums) sum *= kScoreOne / total;
    return sums;
  }

  double scale;
  std::vector<uint32_t> exponentials;
  std::vector<uint16_t> weights;
  std::vector<uint8_t> groups;
};

TEST(ScoreMap, GroupsLogitsAsRealArithmeticDoes) {
  std::mt19937 random(7);
  for (double scale : {0.01, 0.08, 0.2}) {
    const LogitHead head(scale);
    for (int round = 0; round < 2000; ++round) {
      int8_t outputs[LogitHead::kOutputs];
      for (int8_t& q : outputs) q = static_cast<int8_t>(random() % 256 - 128);
      int32_t scores[LogitHead::kLabels];
      MapScores(head.map(), outputs, scores);
      const std::vector<double> expected = head.expected(outputs);
      int32_t sum = 0;
      for (int i = 0; i < LogitHead::kLabels; ++i) {
        EXPECT_NEAR(scores[i], expected[i], 2.5);
        sum += scores[i];
      }
      EXPECT_NEAR(sum, kScoreOne, 6);
    }
  }
}

TEST(ScoreMap, StaysInRangeWhenOneLabelTakesAll) {
  const LogitHead head(1.0);
  int8_t outputs[LogitHead::kOutputs];
  for (int8_t& q : outputs) q = -128;
  outputs[35] = 127;
  int32_t scores[LogitHead::kLabels];
  MapScores(head.map(), outputs, scores);
  EXPECT_EQ(scores[0], 0);
  EXPECT_EQ(scores[3], kScoreOne);
}

}  // namespace
}  // namespace mote::detect
