#include "lib/features/fit.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "lib/base/error.h"
#include "lib/features/blocks.h"

namespace mote {
namespace {

Signal motion(double scale, size_t frames = 100) {
  Signal signal{50, {{"x", "m/s2"}, {"y", "m/s2"}}, {}, {}};
  std::vector<float> values;
  for (size_t t = 0; t < frames; ++t) {
    const double wave = std::sin(0.3 * static_cast<double>(t));
    values.push_back(static_cast<float>(scale * wave));
    values.push_back(static_cast<float>(9.8 + 0.1 * wave));
  }
  signal.samples = values;
  return signal;
}

TrainingSignals two_motions() {
  return {2, [](size_t i) { return motion(i == 0 ? 2 : 4); },
          [](size_t i) { return "motion " + std::to_string(i); }, 2};
}

constexpr const char* kSettings = R"({"rate":50,"signal":1000})";

nlohmann::json fitted() {
  return nlohmann::json::parse(
      feature_block_kind("raw").fit(kSettings, two_motions()));
}

TEST(Fit, TakesAxesAndRangeFromTheRecordings) {
  const auto settings = fitted();
  EXPECT_EQ(settings.at("axes"), (std::vector<std::string>{"x", "y"}));
  EXPECT_EQ(settings.at("places"), 1);
  EXPECT_NEAR(settings.at("full_scale")[0], 5, 0.1);
  EXPECT_NEAR(settings.at("full_scale")[1], 13, 0.1);
  EXPECT_NEAR(settings.at("centre")[1], 9.8, 0.02);
  EXPECT_NEAR(settings.at("spread")[1], 0.1 / std::sqrt(2), 0.01);
}

TEST(Fit, FeaturesFillTheRangeOfInt8) {
  const auto block = make_feature_block("raw", fitted().dump());
  EXPECT_EQ(block->output_shape(), (std::pair{50, 2}));
  const auto features = block->run(block->samples(motion(4), ""));
  const auto [low, high] =
      std::minmax_element(features.begin(), features.end());
  // Amplitudes 2 and 4 of sines: 1.8 deviations of both together.
  EXPECT_NEAR(*high * block->quantization().scale, 1.79, 0.15);
  EXPECT_NEAR(*low * block->quantization().scale, -1.79, 0.15);
}

TEST(Fit, WhatIsGivenStays) {
  const auto settings = nlohmann::json::parse(feature_block_kind("raw").fit(
      R"({"rate":50,"axes":["y"],"full_scale":16,"centre":9.8,"spread":[1]})",
      two_motions()));
  EXPECT_EQ(settings.at("axes"), (std::vector<std::string>{"y"}));
  EXPECT_EQ(settings.at("full_scale"), (std::vector<double>{16}));
  EXPECT_EQ(settings.at("centre"), (std::vector<double>{9.8}));
}

TEST(Fit, UnfittedBlocksSayWhatIsMissing) {
  EXPECT_THROW(make_feature_block("raw", kSettings), Error);
  EXPECT_THROW(feature_block_kind("raw").fit(kSettings, {}), Error);
}

TEST(RawBlock, AStreamGivesTheRowsOfARun) {
  const auto block = make_feature_block("raw", fitted().dump());
  const auto samples = block->samples(motion(3, 50), "");
  const auto stream = block->stream();
  std::vector<int8_t> rows;
  for (size_t i = 0; i < samples.size(); i += 7) {
    stream->push(
        std::span(samples).subspan(i, std::min<size_t>(7, samples.size() - i)),
        rows);
  }
  EXPECT_EQ(rows, block->run(samples));
}

TEST(Counts, SaturateAndHoldWhatIsMissing) {
  SensorSettings settings;
  settings.rate_hz = 50;
  settings.axes = {"y", "x"};
  settings.full_scale = {1, 2};
  settings.places = 1;
  Signal signal{50, {{"x", ""}, {"y", ""}}, {}, {}};
  signal.samples = std::vector<float>{NAN, 0.5f, 1, NAN, 5, -3};
  EXPECT_EQ(counts_of(settings, signal, ""),
            (std::vector<int16_t>{16384, 16384, 16384, 16384, -32768, 32767}));
}

TEST(Counts, OtherAxesAndGridsAreErrors) {
  SensorSettings settings;
  settings.axes = {"z"};
  settings.full_scale = {1};
  settings.places = 1;
  EXPECT_THROW(counts_of(settings, motion(1), "a.csv"), Error);
  settings.axes = {"x"};
  settings.places = 4;
  EXPECT_THROW(counts_of(settings, motion(1), "a.csv"), Error);
}

TEST(MiddleOf, CutsAndHoldsWholeFrames) {
  const std::vector<int16_t> clip = {1, 2, 3, 4, 5, 6};
  EXPECT_EQ(middle_of(clip, 2, 2), (std::vector<int16_t>{3, 4}));
  EXPECT_EQ(middle_of(clip, 10, 2),
            (std::vector<int16_t>{1, 2, 1, 2, 3, 4, 5, 6, 5, 6}));
  EXPECT_EQ(middle_of({}, 4, 2), std::vector<int16_t>(4));
}

}  // namespace
}  // namespace mote
