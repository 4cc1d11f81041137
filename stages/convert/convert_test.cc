#include "stages/convert/convert.h"

#include <gtest/gtest.h>

#include <random>

#include "lib/base/error.h"
#include "lib/graph/zoo.h"
#include "lib/model/tflite/tflite.h"

namespace mote {
namespace {

constexpr FeatureQuantization kInput = {0.1, -128};

Checkpoint random_checkpoint(const Graph& graph) {
  std::mt19937 random(1);
  Checkpoint checkpoint;
  checkpoint.graph = graph;
  for (const WeightShape& shape : weight_shapes(graph)) {
    for (int64_t i = 0; i < shape.size(); ++i) {
      const float value = 0.1f * static_cast<float>(random() % 21) - 1;
      checkpoint.weights[shape.name].push_back(
          shape.name.ends_with("variance") ? value + 2 : value);
    }
  }
  return checkpoint;
}

FeatureSet random_features(int clips) {
  std::mt19937 random(2);
  FeatureSet features;
  features.rows = 49, features.row_size = 40;
  features.features.resize(static_cast<size_t>(clips));
  for (auto& clip : features.features) {
    clip.resize(49 * 40);
    for (int8_t& value : clip) value = static_cast<int8_t>(random());
  }
  return features;
}

Checkpoint tinyconv() {
  return random_checkpoint(
      make_zoo_graph("tinyconv", {49, 40, 1}, {"a", "b", "c", "d"}));
}

TEST(Convert, GivesModelsAndARangeForEveryLayer) {
  mote::Run run = quiet_run();
  const Converted converted =
      convert(tinyconv(), random_features(5), kInput, {}, run);
  const Model integer = read_tflite(converted.int8_model, "int8");
  const Model real = read_tflite(converted.float_model, "float");
  EXPECT_EQ(integer.tensors[integer.inputs[0]].shape,
            (std::vector<int>{1, 1960}));
  EXPECT_EQ(integer.tensors[integer.inputs[0]].scale(), float{0.1f});
  EXPECT_EQ(integer.operators.size(), real.operators.size());
  ASSERT_EQ(converted.tensors.size(), integer.operators.size());
  EXPECT_EQ(converted.tensors[1].operation, "DEPTHWISE_CONV_2D");
  EXPECT_EQ(converted.tensors[1].low, 0);
  EXPECT_GT(converted.tensors[1].high, 0);
  EXPECT_LE(converted.tensors[1].range_high, converted.tensors[1].high * 1.001);
  EXPECT_EQ(converted.clips, 5);
  for (const ConvertedTensor& tensor : converted.tensors) {
    EXPECT_GT(tensor.signal_to_noise_db, 20) << tensor.name;
  }
  EXPECT_GE(converted.agreement, 0.8);
}

TEST(Convert, TakesNoMoreClipsThanAsked) {
  mote::Run run = quiet_run();
  ConvertSettings settings;
  settings.clips = 3;
  const Converted converted =
      convert(tinyconv(), random_features(5), kInput, settings, run);
  EXPECT_EQ(converted.clips, 3);
}

TEST(Convert, IsTheSameWithAnyNumberOfThreads) {
  mote::Run one = quiet_run({}, 1);
  mote::Run two = quiet_run({}, 2);
  for (const char* ranges : {"mse", "percentile", "min-max"}) {
    ConvertSettings settings;
    settings.ranges = ranges;
    EXPECT_EQ(convert(tinyconv(), random_features(5), kInput, settings, one)
                  .int8_model,
              convert(tinyconv(), random_features(5), kInput, settings, two)
                  .int8_model);
  }
}

TEST(Convert, RefusesClipsThatDoNotFit) {
  mote::Run run = quiet_run();
  FeatureSet features = random_features(1);
  features.rows = 25;
  EXPECT_THROW(convert(tinyconv(), features, kInput, {}, run), Error);
  EXPECT_THROW(convert(tinyconv(), random_features(0), kInput, {}, run), Error);
}

}  // namespace
}  // namespace mote
