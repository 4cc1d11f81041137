#include <gtest/gtest.h>

#include "lib/base/error.h"
#include "lib/graph/graph.h"
#include "lib/graph/zoo.h"

namespace mote {
namespace {

Checkpoint small_checkpoint() {
  Checkpoint checkpoint;
  checkpoint.graph = make_zoo_graph("tc", {5, 2, 1}, {"silence", "wörd"});
  float next = -3;
  for (const WeightShape& weight : weight_shapes(checkpoint.graph)) {
    for (int64_t i = 0; i < weight.size(); ++i) {
      checkpoint.weights[weight.name].push_back(next += 0.01f);
    }
  }
  checkpoint.scores = {{"silence", "unknown"}, true, {0, 1}, {-0.5, -1.25}};
  checkpoint.measures = {{"validation_accuracy", 0.931}};
  return checkpoint;
}

TEST(CheckpointTest, ReadsWhatWasWritten) {
  const Checkpoint written = small_checkpoint();
  const std::vector<uint8_t> bytes = write_checkpoint(written);
  const Checkpoint read = read_checkpoint(bytes, "c");
  EXPECT_EQ(read.weights, written.weights);
  EXPECT_EQ(read.scores, written.scores);
  EXPECT_EQ(read.measures, written.measures);
  EXPECT_EQ(read.graph.classes, written.graph.classes);
  EXPECT_EQ(write_checkpoint(read), bytes);
}

TEST(CheckpointTest, RefusesEveryPrefix) {
  Checkpoint checkpoint = small_checkpoint();
  checkpoint.graph.layers.resize(2);
  const std::vector<uint8_t> bytes = write_checkpoint(checkpoint);
  for (size_t size = 0; size < bytes.size(); ++size) {
    const std::vector<uint8_t> prefix(bytes.begin(), bytes.begin() + size);
    EXPECT_THROW(read_checkpoint(prefix, "c"), Error) << size;
  }
}

TEST(CheckpointTest, RefusesChangedBytes) {
  std::vector<uint8_t> bytes = write_checkpoint(small_checkpoint());
  for (size_t i = 0; i < bytes.size(); i += 997) {
    bytes[i] ^= 0x10;
    EXPECT_THROW(read_checkpoint(bytes, "c"), Error) << i;
    bytes[i] ^= 0x10;
  }
}

TEST(CheckpointTest, DoesNotWriteIncompleteWeights) {
  Checkpoint checkpoint = small_checkpoint();
  checkpoint.weights.erase("conv/kernel");
  EXPECT_THROW(write_checkpoint(checkpoint), Error);
}

}  // namespace
}  // namespace mote
