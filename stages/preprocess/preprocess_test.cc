#include "stages/preprocess/preprocess.h"

#include <gtest/gtest.h>

#include <cmath>

#include "lib/base/file.h"
#include "lib/signal/decode.h"
#include "test/shared_data.h"

namespace mote {
namespace {

// A tone in the second half: one that lasts would be noise to the frontend.
Signal tone(double hz, double rate_hz) {
  std::vector<int16_t> samples(static_cast<size_t>(rate_hz));
  for (size_t i = samples.size() / 2; i < samples.size(); ++i) {
    samples[i] = static_cast<int16_t>(
        6000 * std::sin(2 * 3.14159265 * hz * i / rate_hz));
  }
  return mono_audio(rate_hz, samples);
}

Dataset tones(int count) {
  std::vector<Sample> samples(count);
  for (int i = 0; i < count; ++i) {
    samples[i].name = std::to_string(200 + 50 * i);
  }
  return Dataset(samples, [](const Sample& sample) {
    return tone(std::stod(sample.name), 16000);
  });
}

TEST(Preprocess, GivesTheSameFeaturesWithAnyNumberOfThreads) {
  const auto block = make_feature_block("micro_frontend");
  const Dataset dataset = tones(23);
  mote::Run one = quiet_run({}, 1), two = quiet_run({}, 2);
  const FeatureSet a = preprocess(dataset, *block, one);
  const FeatureSet b = preprocess(dataset, *block, two);
  EXPECT_EQ(a.rows, 49);
  EXPECT_EQ(a.row_size, 40);
  ASSERT_EQ(a.features.size(), 23u);
  EXPECT_EQ(a.features, b.features);
  EXPECT_EQ(a.features[3],
            block->run(dataset.signal(dataset.samples()[3]).int16_samples()));
  EXPECT_NE(a.features[3], a.features[4]);
}

TEST(Preprocess, ResamplesToTheBlocksRate) {
  const auto block = make_feature_block("micro_frontend");
  EXPECT_EQ(block->samples(tone(440, 48000), "x").size(), 16000u);
}

TEST(Preprocess, RefusesWhatIsNotMonoAudio) {
  const auto block = make_feature_block("micro_frontend");
  Signal motion;
  motion.rate_hz = 100;
  motion.axes = {{"x", "m/s2"}, {"y", "m/s2"}};
  motion.samples = std::vector<float>(200);
  try {
    block->samples(motion, "wave/1.csv");
    FAIL() << "no error";
  } catch (const Error& error) {
    EXPECT_EQ(error.where(), "wave/1.csv");
  }
}

TEST(Preprocess, StopsWhenAsked) {
  const std::atomic<bool> stop = true;
  mote::Run run{silent_progress(), stop, {}};
  EXPECT_THROW(preprocess(tones(3), *make_feature_block("micro_frontend"), run),
               Stopped);
}

TEST(DrawFeatures, GivesAPng) {
  const auto block = make_feature_block("micro_frontend");
  const auto png =
      draw_features(*block, tone(440, 16000).int16_samples(), "440 Hz");
  ASSERT_GT(png.size(), 1000u);
  EXPECT_EQ(std::string(png.begin() + 1, png.begin() + 4), "PNG");
}

TEST(DrawFeatures, DrawsARecordedWord) {
  MOTE_REQUIRE_SHARED();
  const auto block = make_feature_block("micro_frontend");
  const auto png = draw_features(
      *block,
      read_audio(test::shared_path("datasets/speech_commands/left/"
                                   "00176480_nohash_0.wav"))
          .int16_samples(),
      "left/00176480_nohash_0.wav");
  EXPECT_GT(png.size(), 2000u);
  write_atomically(fs::path(MOTE_BINARY_DIR) / "draw_features.png", png);
}

}  // namespace
}  // namespace mote
