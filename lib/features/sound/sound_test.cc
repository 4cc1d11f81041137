#include "lib/features/sound/sound.h"

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

// As signal() of test/golden/sound_features/make_golden.py.
std::vector<int16_t> golden_signal() {
  std::vector<int16_t> samples;
  for (int64_t i = 0; i < 4000; ++i) {
    const int64_t noise = (i * i * 7919 + i * 104729) % 2003 - 1001;
    const int64_t tone = i * (200 + i / 8) % 16000 - 8000;
    const int64_t product = tone * (i / 40 + 5);
    const int64_t swell =
        product >= 0 ? product / 105 : -((104 - product) / 105);
    samples.push_back(static_cast<int16_t>(noise + swell));
  }
  return samples;
}

std::vector<std::vector<float>> golden_rows(const std::string& name) {
  std::ifstream file(std::string(MOTE_SOURCE_DIR) +
                     "/test/golden/sound_features/" + name + ".csv");
  std::vector<std::vector<float>> rows;
  for (std::string line; std::getline(file, line);) {
    std::istringstream cells(line);
    auto& row = rows.emplace_back();
    for (std::string cell; std::getline(cells, cell, ',');) {
      row.push_back(std::stof(cell));
    }
  }
  return rows;
}

struct Golden {
  const char* block;
  const char* formula;
  json settings;
  double tolerance;
  friend void PrintTo(const Golden& golden, std::ostream* out) {
    *out << golden.block << " of " << golden.formula;
  }
};

class SoundGolden : public testing::TestWithParam<Golden> {};

TEST_P(SoundGolden, EqualsTheLibrary) {
  const Golden& golden = GetParam();
  json settings = golden.settings;
  settings["signal"] = 250;
  settings["formula"] = golden.formula;
  const auto block = make_feature_block(golden.block, settings.dump());
  const auto rows =
      golden_rows(std::string(golden.block) + "-" + golden.formula);
  const auto measured =
      dynamic_cast<const WindowBlock&>(*block).measure(golden_signal());
  const auto row_size = static_cast<size_t>(block->output_shape().second);
  ASSERT_EQ(rows.size(), 6u);
  ASSERT_EQ(rows[0].size(), row_size);
  // Edge Impulse rolls the last sample of a clip before its first.
  for (size_t row = 1; row < rows.size(); ++row) {
    for (size_t i = 0; i < row_size; ++i) {
      EXPECT_NEAR(measured[row * row_size + i], rows[row][i], golden.tolerance)
          << "row " << row << ", feature " << i;
    }
  }
}

INSTANTIATE_TEST_SUITE_P(
    Libraries, SoundGolden,
    testing::Values(
        Golden{"spectrogram", "edge-impulse", {}, 1e-4},
        // The library rounds to 256 steps.
        Golden{"mfe", "edge-impulse", {{"fft", 256}}, 0.5 / 256 + 1e-4},
        Golden{"mfcc", "edge-impulse", {}, 2e-4},
        Golden{"spectrogram", "librosa", {{"window", 32}, {"fft", 512}}, 2e-2},
        Golden{"mfe", "librosa", {{"window", 32}}, 1e-3},
        Golden{"mfcc",
               "librosa",
               {{"window", 32}, {"fft", 512}, {"hop", 10}, {"bands", 40}},
               2e-3},
        Golden{"spectrogram", "tensorflow", {{"fft", 512}}, 2e-3},
        Golden{"mfe", "tensorflow", {}, 2e-4},
        Golden{"mfcc",
               "tensorflow",
               {{"fft", 512}, {"hop", 10}, {"bands", 40}},
               5e-4},
        Golden{"spectrogram",
               "scipy",
               {{"window", 16}, {"hop", 8}, {"fft", 256}},
               1e-2}));

TEST(SoundBlocks, HaveTheShapesOfEdgeImpulse) {
  const auto shape = [](const char* block) {
    return make_feature_block(block)->output_shape();
  };
  EXPECT_EQ(shape("mfcc"), (std::pair{50, 13}));
  EXPECT_EQ(shape("mfe"), (std::pair{99, 40}));
  EXPECT_EQ(shape("spectrogram"), (std::pair{99, 65}));
}

TEST(SoundBlocks, AStreamGivesTheRowsOfARun) {
  for (const char* name : {"mfcc", "mfe", "spectrogram"}) {
    const auto block = make_feature_block(name, R"({"signal":250})");
    const auto heard = block->heard_signal(golden_signal());
    const auto stream = block->stream();
    std::vector<int8_t> rows;
    for (size_t i = 0; i < heard.size(); i += 77) {
      stream->push(
          std::span(heard).subspan(i, std::min<size_t>(77, heard.size() - i)),
          rows);
    }
    EXPECT_EQ(rows, block->run(golden_signal())) << name;
  }
}

TEST(SoundBlocks, SilenceAndFullScaleHaveFeatures) {
  for (const char* name : {"mfcc", "mfe", "spectrogram"}) {
    const auto block = make_feature_block(name);
    const auto& window = dynamic_cast<const WindowBlock&>(*block);
    std::vector<int16_t> loud(16000);
    for (size_t i = 0; i < loud.size(); ++i) loud[i] = i % 2 ? 32767 : -32768;
    for (const auto& clip : {std::vector<int16_t>(16000, 0), loud}) {
      for (const float x : window.measure(clip)) {
        ASSERT_TRUE(std::isfinite(x)) << name;
      }
    }
  }
}

TEST(SoundBlocks, RefuseWhatDoesNotGoTogether) {
  const auto refused = [](const char* block, const json& settings) {
    EXPECT_THROW(make_feature_block(block, settings.dump()), Error) << settings;
  };
  refused("mfcc", {{"coefficients", 33}});
  refused("mfe", {{"fft", 100}});
  refused("mfe", {{"signal", 10}});
  refused("mfe", {{"upper_band", 9000}});
  refused("mfe", {{"bands", 300}});
}

}  // namespace
}  // namespace mote
