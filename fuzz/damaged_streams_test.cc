// Streams of devices that fuzzing found or started from, and damaged ones.
#include <gtest/gtest.h>

#include <random>

#include "fuzz/survive_stream.h"
#include "lib/base/file.h"

namespace mote {
namespace {

std::vector<std::vector<uint8_t>> corpus() {
  std::vector<std::vector<uint8_t>> inputs;
  const fs::path folder = fs::path(MOTE_SOURCE_DIR) / "fuzz" / "corpus_streams";
  for (const auto& file : fs::directory_iterator(folder)) {
    inputs.push_back(read_bytes(file.path()));
  }
  return inputs;
}

TEST(FuzzStreams, EveryOneIsSurvived) {
  int decoded = 0;
  const auto inputs = corpus();
  for (const auto& input : inputs) {
    decoded += fuzz::survive_stream(input) > 0;
  }
  EXPECT_GT(decoded, 3);
}

TEST(FuzzStreams, DamagedOnesAreSurvived) {
  std::mt19937 random(17);
  const auto inputs = corpus();
  int decoded = 0;
  constexpr int kTrials = 1500;
  for (int trial = 0; trial < kTrials; ++trial) {
    std::vector<uint8_t> input = inputs[random() % inputs.size()];
    for (size_t i = 0; i < 1 + random() % 4 && !input.empty(); ++i) {
      const size_t at = random() % input.size();
      switch (random() % 3) {
        case 0:
          input.erase(input.begin() + static_cast<std::ptrdiff_t>(at));
          break;
        case 1:
          input[at] = static_cast<uint8_t>(random());
          break;
        default:
          input.insert(input.end(), input.begin(),
                       input.begin() + static_cast<std::ptrdiff_t>(at));
      }
    }
    decoded += fuzz::survive_stream(input) > 0;
  }
  EXPECT_GT(decoded, kTrials / 10);
  EXPECT_LT(decoded, kTrials);
}

}  // namespace
}  // namespace mote
