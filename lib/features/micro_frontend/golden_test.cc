// The outputs of TensorFlow Lite Micro's own frontends, bit for bit.
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <sstream>

#include "lib/features/micro_frontend/micro_frontend.h"
#include "lib/features/micro_frontend/tables.h"
#include "lib/signal/decode.h"
#include "test/shared_data.h"

namespace mote {
namespace {

using test::shared_path;

std::vector<std::vector<int>> read_rows(const std::filesystem::path& file) {
  std::ifstream stream(file);
  std::vector<std::vector<int>> rows;
  for (std::string line; std::getline(stream, line);) {
    std::istringstream cells(line);
    auto& row = rows.emplace_back();
    for (std::string cell; std::getline(cells, cell, ',');) {
      row.push_back(std::stoi(cell));
    }
  }
  return rows;
}

// "left_00176480_nohash_0" -> speech_commands/left/00176480_nohash_0.wav
std::filesystem::path recording_of(const std::string& name) {
  const auto datasets = shared_path("datasets");
  const auto after = [&](const std::string& prefix) {
    return name.starts_with(prefix) ? name.substr(prefix.size()) + ".wav" : "";
  };
  if (auto rest = after("background_noise_"); !rest.empty()) {
    return datasets / "speech_commands/_background_noise_" / rest;
  }
  if (auto rest = after("micro_speech_wavs_"); !rest.empty()) {
    return datasets / "micro_speech_wavs" / rest;
  }
  return datasets / "speech_commands/left" / after("left_");
}

std::vector<std::string> golden_names(const std::string& folder) {
  std::vector<std::string> names;
  for (const auto& entry :
       std::filesystem::directory_iterator(shared_path("golden") / folder)) {
    const std::string name = entry.path().stem();
    if (name.find('.') == std::string::npos) names.push_back(name);
  }
  return names;
}

// Logarithms, row by row, as the older microfrontend gives them.
std::vector<std::vector<int>> logs_of(const MicroFrontendSettings& settings,
                                      const std::vector<int16_t>& samples) {
  const MicroFrontendArrays arrays(settings);
  const dsp::MicroFrontendTables tables = make_tables(settings, arrays);
  std::vector<uint32_t> work(tables.fft.points + 1);
  std::vector<uint32_t> estimates(settings.channels);
  std::vector<uint32_t> values(settings.channels);
  std::vector<std::vector<int>> rows;
  for (size_t start = 0; start + tables.window_size <= samples.size();
       start += tables.hop_size) {
    dsp::FrameRoots(tables, &samples[start], work.data(), values.data());
    dsp::AdaptRow(tables, estimates.data(), values.data());
    rows.emplace_back(values.begin(), values.end());
  }
  return rows;
}

TEST(MicroFrontendGolden, EqualsMicrofrontendAsEspHomeUsesIt) {
  MOTE_REQUIRE_SHARED();
  MicroFrontendSettings settings;
  settings.hop_ms = 10;
  settings.weights = "rounded";
  const auto names = golden_names("micro_frontend");
  EXPECT_GE(names.size(), 9u);
  for (const std::string& name : names) {
    auto samples = read_audio(recording_of(name)).int16_samples();
    samples.resize(std::min<size_t>(samples.size(), 48000));
    EXPECT_EQ(logs_of(settings, samples),
              read_rows(shared_path("golden/micro_frontend/" + name + ".csv")))
        << name;
  }
}

TEST(MicroFrontendGolden, EqualsAudioPreprocessor) {
  MOTE_REQUIRE_SHARED();
  const auto block = make_micro_frontend(MicroFrontendSettings{});
  const auto names = golden_names("audio_preprocessor_int8");
  EXPECT_GE(names.size(), 7u);
  for (const std::string& name : names) {
    const auto samples = read_audio(recording_of(name)).int16_samples();
    std::vector<int8_t> rows;
    block->stream()->push(samples, rows);
    std::vector<int8_t> expected;
    for (const auto& row : read_rows(
             shared_path("golden/audio_preprocessor_int8/" + name + ".csv"))) {
      expected.insert(expected.end(), row.begin(), row.end());
    }
    EXPECT_EQ(rows, expected) << name;
  }
}

}  // namespace
}  // namespace mote
