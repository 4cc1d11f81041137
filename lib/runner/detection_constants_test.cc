#include "lib/runner/detection_constants.h"

#include <gtest/gtest.h>

#include <cmath>

#include "lib/base/error.h"

namespace mote {
namespace {

Quantization with_scale(float scale) {
  Quantization quantization;
  quantization.scale = {scale};
  quantization.zero_point = {3};
  return quantization;
}

// Seven words in three labels.
ScoreMapping head_of_seven() {
  ScoreMapping mapping;
  mapping.labels = {"silence", "unknown", "left"};
  mapping.logits = true;
  mapping.groups = {0, 1, 1, 1, 1, 1, 2};
  mapping.log_priors = {std::log(0.3),  std::log(0.1), std::log(0.1),
                        std::log(0.05), std::log(0.1), std::log(0.05),
                        std::log(0.3)};
  return mapping;
}

TEST(ScoreTable, GroupsLogitsLessTheirPriors) {
  const ScoreMapping mapping = head_of_seven();
  const double scale = 0.1;
  const ScoreTable table(mapping, with_scale(static_cast<float>(scale)));
  const int8_t outputs[7] = {10, -20, 5, 7, -128, 0, 12};
  int32_t scores[3];
  detect::MapScores(table.map(), outputs, scores);

  std::vector<double> sums(3);
  double total = 0;
  for (int o = 0; o < 7; ++o) {
    const double term =
        std::exp(scale * (outputs[o] - 3) - mapping.log_priors[o]);
    sums[mapping.groups[o]] += term;
    total += term;
  }
  for (int i = 0; i < 3; ++i) {
    EXPECT_NEAR(scores[i], sums[i] / total * detect::kScoreOne, 4);
  }
}

TEST(ScoreTable, SoftmaxNeedsNoTables) {
  ScoreMapping mapping;
  mapping.labels = {"silence", "left"};
  mapping.groups = {0, 1};
  const ScoreTable table(mapping, {});
  EXPECT_EQ(table.map().exponentials, nullptr);
  const int8_t outputs[2] = {0, 127};
  int32_t scores[2];
  detect::MapScores(table.map(), outputs, scores);
  EXPECT_EQ(scores[0], 16384);
}

TEST(ScoreTable, MappingsThatDoNotFitAreErrors) {
  ScoreMapping mapping = head_of_seven();
  mapping.groups[6] = 3;
  EXPECT_THROW(ScoreTable(mapping, with_scale(0.1f)), Error);
  mapping = head_of_seven();
  mapping.log_priors.pop_back();
  EXPECT_THROW(ScoreTable(mapping, with_scale(0.1f)), Error);
  EXPECT_THROW(ScoreTable(head_of_seven(), {}), Error);
  EXPECT_THROW(ScoreTable({}, with_scale(0.1f)), Error);
}

TEST(DetectionConstants, AreInTheDevicesUnits) {
  const auto features = make_feature_block("micro_frontend");
  DetectionSettings settings;
  settings.threshold = 0.75;
  settings.suppression_ms = 500;
  const DetectionConstants constants(settings, {"silence", "unknown", "left"},
                                     *features);
  const detect::DetectorConfig config = constants.config();
  EXPECT_EQ(config.rows, features->output_shape().first);
  EXPECT_EQ(config.trigger.threshold, 24576);
  EXPECT_EQ(config.trigger.suppression_samples, 8000u);
  EXPECT_EQ(config.trigger.ignored[1], 1);
  EXPECT_EQ(config.trigger.ignored[2], 0);
}

}  // namespace
}  // namespace mote
