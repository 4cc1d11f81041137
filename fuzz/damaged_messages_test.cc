// Messages that fuzzing found or started from, and damaged ones.
#include <gtest/gtest.h>

#include <random>

#include "fuzz/survive_message.h"
#include "lib/base/file.h"

namespace mote {
namespace {

std::vector<std::string> corpus() {
  std::vector<std::string> inputs;
  const fs::path folder =
      fs::path(MOTE_SOURCE_DIR) / "fuzz" / "corpus_messages";
  for (const auto& file : fs::directory_iterator(folder)) {
    inputs.push_back(read_text(file.path()));
  }
  return inputs;
}

TEST(FuzzMessages, EveryOneIsSurvived) {
  int decoded = 0;
  const auto inputs = corpus();
  for (const std::string& input : inputs) {
    decoded += fuzz::survive_message(input) > 0;
  }
  EXPECT_GT(decoded, 5);
  EXPECT_LT(decoded, static_cast<int>(inputs.size()));
}

TEST(FuzzMessages, DamagedOnesAreSurvived) {
  std::mt19937 random(23);
  const auto inputs = corpus();
  const std::string characters = "{}[]\",:.-+eE0123456789 \n\x1e\\unaxy";
  int decoded = 0;
  constexpr int kTrials = 1000;
  for (int trial = 0; trial < kTrials; ++trial) {
    std::string input = inputs[random() % inputs.size()];
    for (size_t i = 0; i < 1 + random() % 3 && !input.empty(); ++i) {
      const size_t at = random() % input.size();
      const char other = characters[random() % characters.size()];
      switch (random() % 4) {
        case 0:
          input.erase(at, 1);
          break;
        case 1:
          input.insert(at, 1, other);
          break;
        case 2:
          input[at] = static_cast<char>(random());
          break;
        default:
          input += "\x1e" + inputs[random() % inputs.size()];
      }
    }
    decoded += fuzz::survive_message(input) > 0;
  }
  EXPECT_GT(decoded, kTrials / 10);
  EXPECT_LT(decoded, kTrials);
}

}  // namespace
}  // namespace mote
