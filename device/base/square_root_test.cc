#include "device/base/square_root.h"

#include <gtest/gtest.h>

#include <random>

namespace mote {
namespace {

// The nearest integer to sqrt(x), from the definition.
uint64_t nearest_root(uint64_t x) {
  uint64_t low = 0, high = 0xffffffff;  // floor(sqrt(x)) lies within
  while (low < high) {
    const uint64_t middle = low + (high - low + 1) / 2;
    middle* middle <= x ? low = middle : high = middle - 1;
  }
  const uint64_t root = low + (x - low * low > low ? 1 : 0);
  const uint64_t most = x >> 32 == 0 ? 0xffff : 0xffffffff;
  return root < most ? root : most;
}

TEST(SquareRoot, RoundsToNearestAtEveryLength) {
  std::mt19937_64 random(5);
  for (int bits = 0; bits <= 64; ++bits) {
    for (int i = 0; i < 2000; ++i) {
      const uint64_t x = bits == 0 ? 0 : random() >> (64 - bits);
      ASSERT_EQ(SquareRoot64(x), nearest_root(x)) << x;
    }
  }
}

TEST(SquareRoot, RoundsToNearestAroundSquares) {
  std::mt19937_64 random(6);
  for (int i = 0; i < 20000; ++i) {
    const uint64_t root = (random() & 0xffffffff) >> (random() % 32);
    const uint64_t square = root * root;
    for (const uint64_t x :
         {square - 1, square, square + 1, square + root, square + root + 1}) {
      ASSERT_EQ(SquareRoot64(x), nearest_root(x)) << x;
    }
  }
}

// Around every square of the 32 bits that the first step sees.
TEST(SquareRoot, IsExactForEveryRootOf16Bits) {
  for (uint64_t root = 1 << 15; root < 1 << 16; ++root) {
    const uint64_t square = root * root;
    for (const uint64_t x : {square - 1, square, square + 2 * root}) {
      ASSERT_EQ(SquareRoot64(x << 32), nearest_root(x << 32)) << x;
    }
  }
}

}  // namespace
}  // namespace mote
