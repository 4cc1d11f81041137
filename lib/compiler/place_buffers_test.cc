#include <gtest/gtest.h>

#include <random>

#include "lib/compiler/memory.h"

namespace mote {
namespace {

void expect_apart(const std::vector<Buffer>& buffers, const Placement& p) {
  for (size_t a = 0; a < buffers.size(); ++a) {
    EXPECT_LE(p.offsets[a] + buffers[a].size_bytes, p.total_bytes);
    for (size_t b = 0; b < a; ++b) {
      const bool together = buffers[a].first <= buffers[b].last &&
                            buffers[b].first <= buffers[a].last;
      const bool apart = p.offsets[a] + buffers[a].size_bytes <= p.offsets[b] ||
                         p.offsets[b] + buffers[b].size_bytes <= p.offsets[a];
      EXPECT_TRUE(!together || apart) << a << " and " << b;
    }
  }
}

TEST(PlaceBuffers, ChainReusesMemory) {
  const std::vector<Buffer> chain = {{100, 0, 1}, {60, 1, 2}, {100, 2, 3}};
  const Placement placement = place_buffers(chain, 4);
  expect_apart(chain, placement);
  EXPECT_EQ(placement.total_bytes, 160);
  EXPECT_EQ(placement.lower_bound_bytes, 160);
}

TEST(PlaceBuffers, OffsetsAreAligned) {
  const std::vector<Buffer> buffers = {{3, 0, 1}, {5, 0, 1}, {7, 0, 1}};
  const Placement placement = place_buffers(buffers, 8);
  expect_apart(buffers, placement);
  for (const int64_t offset : placement.offsets) EXPECT_EQ(offset % 8, 0);
}

TEST(PlaceBuffers, RandomLivesNeverOverlapNorBeatTheBound) {
  std::mt19937 random(5);
  for (int i = 0; i < 50; ++i) {
    std::vector<Buffer> buffers;
    for (int b = 0; b < 12; ++b) {
      const int first = static_cast<int>(random() % 20);
      buffers.push_back({static_cast<int64_t>(1 + random() % 1000), first,
                         first + static_cast<int>(random() % 5)});
    }
    const Placement placement = place_buffers(buffers, 4);
    expect_apart(buffers, placement);
    EXPECT_GE(placement.total_bytes, placement.lower_bound_bytes);
    EXPECT_LE(placement.total_bytes, 13 * placement.lower_bound_bytes / 10);
  }
}

TEST(PlaceBuffers, NothingTakesNothing) {
  EXPECT_EQ(place_buffers({}, 4).total_bytes, 0);
}

}  // namespace
}  // namespace mote
