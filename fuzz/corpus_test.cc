// Inputs that fuzzing found or started from, and real models with flipped
// bits.
#include <gtest/gtest.h>

#include <filesystem>
#include <random>

#include "fuzz/survive.h"
#include "lib/base/file.h"
#include "test/shared_data.h"

namespace mote {
namespace {

TEST(FuzzCorpus, EveryInputIsSurvived) {
  int inputs = 0;
  for (const char* folder :
       {"fuzz/corpus", "test/must_fail", "test/differential/models"}) {
    const fs::path path = fs::path(MOTE_SOURCE_DIR) / folder;
    for (const auto& entry : fs::directory_iterator(path)) {
      if (entry.is_regular_file()) {
        fuzz::survive(read_bytes(entry.path()));
        ++inputs;
      }
    }
  }
  EXPECT_GT(inputs, 20);
}

// Models that between them have every operator of the kernel table's kinds:
// variables, slices, LSTM, SVDF, signals.
class DamagedRealModel : public ::testing::TestWithParam<const char*> {};

TEST_P(DamagedRealModel, IsRefusedOrRun) {
  MOTE_REQUIRE_SHARED();
  const std::vector<uint8_t> whole = read_bytes(
      test::shared_path("models/" + std::string(GetParam()) + ".tflite"));
  ASSERT_EQ(fuzz::survive(whole), 2);
  std::mt19937 random(7);
  int refused = 0;
  constexpr int kTrials = 60;
  for (int trial = 0; trial < kTrials; ++trial) {
    std::vector<uint8_t> bytes = whole;
    for (int flip = 0; flip < 2; ++flip) {
      uint8_t& byte = bytes[random() % bytes.size()];
      byte = static_cast<uint8_t>(random() % 2 == 0 ? byte + random() % 5 - 2
                                                    : random());
    }
    if (fuzz::survive(bytes) < 2) ++refused;
  }
  EXPECT_GT(refused, 0);
  EXPECT_EQ(fuzz::survive(std::span(whole).first(whole.size() / 2)), 0);
}

INSTANTIATE_TEST_SUITE_P(
    Shared, DamagedRealModel,
    ::testing::Values("tflm/audio_preprocessor_int8",
                      "tflm/keyword_scrambled_8bit", "tflm/trained_lstm_int8",
                      "collected/nanguoyu_Magic_Wand_Data/quantized_model",
                      "collected/esphome_micro-wake-word-models/"
                      "models__v2__vad"),
    [](const auto& model) {
      const std::string path = model.param;
      return path.substr(path.rfind('/') + 1);
    });

}  // namespace
}  // namespace mote
