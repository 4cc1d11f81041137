#include "lib/features/micro_frontend/micro_frontend.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>

#include "lib/base/error.h"

namespace mote {
namespace {

std::vector<int16_t> noise(size_t size, int level, unsigned seed) {
  std::mt19937 random(seed);
  std::vector<int16_t> samples(size);
  for (int16_t& sample : samples) {
    sample = static_cast<int16_t>(
        static_cast<int>(random() % static_cast<unsigned>(2 * level + 1)) -
        level);
  }
  return samples;
}

std::vector<int8_t> stream_rows(const FeatureBlock& block,
                                std::span<const int16_t> samples,
                                size_t piece) {
  const auto stream = block.stream();
  std::vector<int8_t> rows;
  for (size_t i = 0; i < samples.size(); i += piece) {
    stream->push(samples.subspan(i, std::min(piece, samples.size() - i)), rows);
  }
  return rows;
}

TEST(MicroFrontend, DefaultsAreThoseOfMicroSpeech) {
  const auto block = make_feature_block("micro_frontend");
  EXPECT_EQ(block->output_shape(), std::pair(49, 40));
  EXPECT_EQ(block->signal_samples(), 16000);
  EXPECT_EQ(block->window_samples(), 480);
  EXPECT_EQ(block->hop_samples(), 320);
  EXPECT_NEAR(block->quantization().scale, 0.1016, 0.0001);
  EXPECT_EQ(block->quantization().zero_point, -128);
}

TEST(MicroFrontend, TheSizeOfPiecesDoesNotMatter) {
  const auto block = make_feature_block("micro_frontend");
  const auto samples = noise(20000, 3000, 1);
  const auto rows = stream_rows(*block, samples, samples.size());
  EXPECT_EQ(rows.size(), 62u * 40);
  for (const size_t piece : {1, 7, 160, 319, 320, 321, 479, 480, 481, 5000}) {
    EXPECT_EQ(stream_rows(*block, samples, piece), rows) << piece;
  }
}

TEST(MicroFrontend, ResetForgets) {
  const auto block = make_feature_block("micro_frontend");
  const auto stream = block->stream();
  const auto samples = noise(16000, 5000, 2);
  std::vector<int8_t> first, second;
  EXPECT_EQ(stream->push(samples, first), 49);
  stream->reset();
  EXPECT_EQ(stream->push(samples, second), 49);
  EXPECT_EQ(first, second);
}

// run() must be what a device computes that hears heard_signal().
TEST(MicroFrontend, RunIsWhatADeviceHears) {
  const char* settings[] = {
      "{}",
      R"({"hop":10,"weights":"rounded"})",
      R"({"warm_up":0})",
      R"({"hop":13,"warm_up":500})",
      R"({"pcan":false,"channels":32})",
      R"({"noise_reduction":false,"rate":8000,"upper_band":3800})"};
  std::vector<std::vector<int16_t>> clips = {{},
                                             {-32768},
                                             noise(700, 200, 3),
                                             noise(9000, 300, 4),
                                             noise(16000, 32767, 5),
                                             noise(40000, 1000, 6)};
  clips.push_back(std::vector<int16_t>(16000, 32767));
  clips.push_back(std::vector<int16_t>(16000, -32768));
  for (const char* text : settings) {
    const auto block = make_feature_block("micro_frontend", text);
    const auto [height, width] = block->output_shape();
    for (const auto& clip : clips) {
      const auto heard = block->heard_signal(clip);
      EXPECT_EQ(heard.size(), static_cast<size_t>(block->warm_up_samples() +
                                                  block->signal_samples()));
      const auto rows = stream_rows(*block, heard, heard.size());
      const size_t size = height * width;
      const int unheard = block->warm_up_samples() / block->hop_samples();
      ASSERT_GE(rows.size(), unheard * width + size);
      EXPECT_EQ(block->run(clip),
                std::vector<int8_t>(rows.begin() + unheard * width,
                                    rows.begin() + unheard * width + size))
          << text << ", " << clip.size() << " samples";
    }
  }
}

TEST(MicroFrontend, RunHeardIsRunWithItsOwnWarmUp) {
  const auto block = make_feature_block("micro_frontend");
  const auto clip = noise(16000, 2000, 9);
  EXPECT_EQ(block->run_heard(block->heard_signal(clip)), block->run(clip));
  EXPECT_EQ(
      block->run_heard(clip),
      make_feature_block("micro_frontend", R"({"warm_up":0})")->run(clip));
  EXPECT_THROW(block->run_heard(noise(15999, 1, 1)), Error);
  EXPECT_THROW(block->run_heard(noise(16100, 1, 1)), Error);
}

TEST(MicroFrontend, WarpedBlocksHearFrequenciesScaled) {
  const auto block = make_feature_block("micro_frontend");
  const auto tone = [](double hz) {
    std::vector<int16_t> samples(16000);
    for (size_t i = 0; i < samples.size(); ++i) {
      samples[i] = static_cast<int16_t>(
          i < 8000 ? 0 : 8000 * std::sin(2 * 3.14159265 * hz * i / 16000));
    }
    return samples;
  };
  const auto loudest = [](const std::vector<int8_t>& rows) {
    const auto row = rows.begin() + 30 * 40;
    return std::max_element(row, row + 40) - row;
  };
  const auto channel = loudest(block->run(tone(1000)));
  EXPECT_EQ(loudest(block->warped(1.2)->run(tone(1200))), channel);
  EXPECT_EQ(loudest(block->warped(0.9)->run(tone(900))), channel);
  EXPECT_NE(loudest(block->warped(1.2)->run(tone(1000))), channel);
}

// Why there is a warm-up: heard cold, steady noise is loud at first.
TEST(MicroFrontend, WarmUpHidesSteadyNoise) {
  const auto clip = noise(16000, 1000, 8);
  const auto sum_of_first_rows = [&](const char* settings) {
    const auto rows = make_feature_block("micro_frontend", settings)->run(clip);
    int sum = 0;
    for (int i = 0; i < 5 * 40; ++i) sum += rows[i];
    return sum;
  };
  EXPECT_LT(sum_of_first_rows("{}"), sum_of_first_rows(R"({"warm_up":0})"));
}

TEST(MicroFrontend, FirmwareNamesEveryTable) {
  const auto block = make_feature_block("micro_frontend");
  const FeatureFirmware firmware = block->firmware();
  const std::string& tables = firmware.constants.back().expression;
  int64_t bytes = 0;
  for (const FeatureConstant& constant : firmware.constants) {
    if (!constant.expression.empty()) continue;
    EXPECT_NE(tables.find(constant.name), std::string::npos) << constant.name;
    const int size = constant.cpp_type == "uint8_t"    ? 1
                     : constant.cpp_type == "uint32_t" ? 4
                                                       : 2;
    bytes += size * static_cast<int64_t>(constant.values.size());
  }
  EXPECT_EQ(bytes, block->cost().flash_bytes);
}

std::string message_of(const std::string& name, const std::string& settings) {
  try {
    make_feature_block(name, settings);
  } catch (const Error& error) {
    return error.what_happened() + " | " + error.hint();
  }
  return "";
}

TEST(MicroFrontend, SaysWhatIsWrong) {
  EXPECT_EQ(message_of("micro_fronted", "{}"),
            "unknown feature block 'micro_fronted' | Did you mean "
            "'micro_frontend'?");
  EXPECT_NE(message_of("micro_frontend", R"({"hop":40})").find("hop"),
            std::string::npos);
  EXPECT_NE(
      message_of("micro_frontend", R"({"upper_band":9000})").find("upper_band"),
      std::string::npos);
  EXPECT_NE(message_of("micro_frontend", R"({"signal":20})").find("shorter"),
            std::string::npos);
}

}  // namespace
}  // namespace mote
