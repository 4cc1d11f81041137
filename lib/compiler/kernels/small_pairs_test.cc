#include "lib/compiler/kernels/small_pairs.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

namespace mote {
namespace {

// Of one tap; one weight in eight is large.
ConvLayer random_layer(int inputs, int outputs, std::mt19937& random) {
  ConvLayer layer;
  layer.window = {1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0};
  layer.input_channels = inputs;
  layer.output_channels = outputs;
  for (int i = 0; i < inputs * outputs; ++i) {
    const int reach = random() % 64 == 0 ? 127 : 40;
    layer.weights.push_back(static_cast<int8_t>(
        static_cast<int>(random() % (2 * reach + 1)) - reach));
  }
  return layer;
}

TEST(SmallPairs, AnOrderMakesThem) {
  std::mt19937 random(4);
  int ordered = 0;
  for (int i = 0; i < 20; ++i) {
    const ConvLayer layer = random_layer(48, 40, random);
    const auto order = small_pair_order(layer);
    if (!order) continue;
    ordered += has_small_pairs(layer) ? 0 : 1;
    EXPECT_TRUE(has_small_pairs(reordered(layer, *order)));
    for (size_t first = 0; first < order->size(); first += 16) {
      std::vector<int8_t> group(order->begin() + first,
                                order->begin() + first + 16);
      std::sort(group.begin(), group.end());
      for (int k = 0; k < 16; ++k) EXPECT_EQ(group[k], k);
    }
  }
  EXPECT_GT(ordered, 5);
}

TEST(SmallPairs, LargeWeightsHaveNoOrder) {
  std::mt19937 random(4);
  ConvLayer layer = random_layer(16, 2, random);
  std::fill(layer.weights.begin(), layer.weights.end(), int8_t{100});
  EXPECT_FALSE(has_small_pairs(layer));
  EXPECT_FALSE(small_pair_order(layer));
  layer.input_channels = 8;
  layer.output_channels = 4;
  EXPECT_FALSE(small_pair_order(layer));
}

}  // namespace
}  // namespace mote
