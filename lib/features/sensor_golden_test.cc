#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "lib/base/error.h"
#include "lib/features/window_block.h"

namespace mote {
namespace {

using json = nlohmann::json;

// readings() of test/golden/sensor_features/make_golden.py.
Signal golden_readings() {
  std::vector<float> values;
  for (int64_t i = 0; i < 200; ++i) {
    const int64_t x = (i * i * 7919 + i * 104729) % 2003 - 1001;
    const int64_t y = i * 37 % 512 - 256 + 2000;
    const int64_t z = (i * 11 % 64 - 32) * (i / 20);
    for (const int64_t value : {x, y, z}) {
      values.push_back(static_cast<float>(value) / 256);
    }
  }
  return {100, {{"x", "g"}, {"y", "g"}, {"z", "g"}}, values, {}};
}

std::vector<float> golden_values(const std::string& name) {
  std::ifstream file(std::string(MOTE_SOURCE_DIR) +
                     "/test/golden/sensor_features/" + name + ".csv");
  std::vector<float> values;
  for (std::string line; std::getline(file, line);) {
    std::istringstream cells(line);
    for (std::string cell; std::getline(cells, cell, ',');) {
      values.push_back(std::stof(cell));
    }
  }
  return values;
}

std::unique_ptr<FeatureBlock> block_of(const std::string& name, json settings) {
  // A count is 1/256, so that readings are exact.
  settings.update({{"rate", 100},
                   {"signal", 2000},
                   {"axes", {"x", "y", "z"}},
                   {"full_scale", {128, 128, 128}},
                   {"places", 1}});
  return make_feature_block(name, settings.dump());
}

std::vector<float> measured(const FeatureBlock& block, const Signal& signal) {
  return dynamic_cast<const WindowBlock&>(block).measure(
      block.samples(signal, ""));
}

struct Golden {
  const char* file;
  const char* block;
  json settings;
  friend void PrintTo(const Golden& golden, std::ostream* out) {
    *out << golden.file;
  }
};

class SensorGolden : public testing::TestWithParam<Golden> {};

TEST_P(SensorGolden, EqualsEdgeImpulse) {
  const auto expected = golden_values(GetParam().file);
  const auto block = block_of(GetParam().block, GetParam().settings);
  const auto features = measured(*block, golden_readings());
  ASSERT_EQ(features.size(), expected.size());
  for (size_t i = 0; i < features.size(); ++i) {
    EXPECT_NEAR(features[i], expected[i],
                3e-4 * std::max(1.0f, std::abs(expected[i])))
        << i;
  }
}

INSTANTIATE_TEST_SUITE_P(
    Blocks, SensorGolden,
    testing::Values(Golden{"statistics", "statistics", json::object()},
                    Golden{"spectral", "spectral", json::object()},
                    Golden{"spectral_low",
                           "spectral",
                           {{"filter", "low"},
                            {"filter_cutoff", 20},
                            {"filter_order", 4},
                            {"fft", 64}}},
                    Golden{"spectral_high",
                           "spectral",
                           {{"filter", "high"},
                            {"filter_cutoff", 10},
                            {"fft", 32},
                            {"logarithm", false},
                            {"overlap", false}}}));

TEST(SensorBlocks, ConstantAndSaturatedReadingsHaveFeatures) {
  for (const char* name : {"statistics", "spectral", "raw"}) {
    const auto block = block_of(name, json::object());
    Signal signal = golden_readings();
    for (const float reading : {0.0f, 9.81f, 1e9f, -1e9f}) {
      signal.samples = std::vector<float>(600, reading);
      for (const float x : measured(*block, signal)) {
        ASSERT_TRUE(std::isfinite(x)) << name << " of " << reading;
      }
    }
    signal.samples = std::vector<float>(600, NAN);
    for (const float x : measured(*block, signal)) {
      ASSERT_TRUE(std::isfinite(x)) << name;
    }
  }
}

TEST(SensorBlocks, LargeReadingsDoNotOverflow) {
  for (const char* name : {"statistics", "spectral"}) {
    json settings = {{"rate", 100},
                     {"signal", 2000},
                     {"axes", {"x", "y", "z"}},
                     {"full_scale", {1e12, 1e12, 1e12}},
                     {"places", 1}};
    const auto block = make_feature_block(name, settings.dump());
    Signal signal = golden_readings();
    for (float& x : std::get<std::vector<float>>(signal.samples)) x *= 1e11f;
    for (const float x : measured(*block, signal)) {
      ASSERT_TRUE(std::isfinite(x)) << name;
    }
  }
}

TEST(SensorBlocks, RowsOfShorterWindowsFollowEachOther) {
  const auto block =
      block_of("statistics",
               {{"window", 500}, {"hop", 250}, {"statistics", {"average"}}});
  EXPECT_EQ(block->output_shape(), (std::pair{7, 3}));
}

TEST(SensorBlocks, RefuseWhatDoesNotGoTogether) {
  const auto refused = [](const char* block, const json& settings) {
    EXPECT_THROW(block_of(block, settings), Error) << settings;
  };
  refused("statistics", {{"statistics", {"medain"}}});
  refused("statistics", {{"statistics", json::array()}});
  refused("statistics", {{"window", 5}});
  refused("spectral", {{"fft", 20}});
  refused("spectral", {{"filter", "low"}, {"filter_cutoff", 60}});
  refused("spectral", {{"filter", "low"}, {"filter_order", 3}});
  refused("spectral", {{"filter", "low"}, {"filter_cutoff", 1}});
}

}  // namespace
}  // namespace mote
