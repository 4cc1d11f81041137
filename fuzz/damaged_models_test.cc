// Models with flipped bits: refused by the reader or by the compiler, or run;
// never a crash, whatever the numbers in the file say.
#include <gtest/gtest.h>

#include <random>

#include "fuzz/survive.h"
#include "lib/engine/test_graphs.h"
#include "lib/model/lower/lower.h"
#include "lib/model/quantize/quantize.h"
#include "lib/model/test_model.h"
#include "lib/model/tflite/tflite.h"

namespace mote {
namespace {

constexpr int kTrials = 300;

std::vector<uint8_t> small_tflite(const Graph& graph, bool int8) {
  const Model real = lower(test::random_checkpoint(graph, 3));
  if (!int8) return write_tflite(real);
  const std::vector<ValueRange> ranges(real.tensors.size(), {-4, 4});
  return write_tflite(quantize(real, ranges, {{0.1f}, {-128}, 0}));
}

std::vector<uint8_t> damaged(std::vector<uint8_t> bytes, std::mt19937& random) {
  const int flips = 1 + static_cast<int>(random() % 3);
  for (int i = 0; i < flips; ++i) {
    // Small steps in any byte: dimensions and indices that are almost right
    // do more harm than those that are plainly wrong.
    uint8_t& byte = bytes[random() % bytes.size()];
    byte = static_cast<uint8_t>(random() % 2 == 0 ? byte + random() % 5 - 2
                                                  : random());
  }
  return bytes;
}

void expect_survival(const Graph& graph, bool int8) {
  const std::vector<uint8_t> whole = small_tflite(graph, int8);
  ASSERT_EQ(fuzz::survive(whole), 2) << graph.name;
  std::mt19937 random(11);
  int outcomes[3] = {};
  for (int trial = 0; trial < kTrials; ++trial) {
    ++outcomes[fuzz::survive(damaged(whole, random))];
  }
  EXPECT_GT(outcomes[0], 0) << graph.name;
  EXPECT_GT(outcomes[2], 0) << graph.name;
}

TEST(DamagedModels, Int8IsRefusedOrRun) {
  for (const Graph& graph : engine::test_graphs()) expect_survival(graph, true);
}

TEST(DamagedModels, FloatIsRefusedOrRun) {
  for (const Graph& graph : engine::test_graphs()) {
    expect_survival(graph, false);
  }
}

}  // namespace
}  // namespace mote
