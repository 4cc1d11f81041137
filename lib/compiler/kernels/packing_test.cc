#include "lib/compiler/kernels/packing.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "device/nn/requantize.h"

namespace mote {
namespace {

int32_t saturated(int64_t value) {
  return static_cast<int32_t>(std::clamp<int64_t>(value, -128, 127));
}

// What the kernels compute (device/nn/conv/packed_conv.h), in C++.
int32_t output_of_256(int32_t sum, const OutputForm& form) {
  const int64_t high = (int64_t{sum} * 256 * form.multiplier) >> 32;
  return saturated((high + form.offset) >> form.shift);
}

int32_t output_of_2(int32_t sum, const OutputForm& form) {
  const int64_t product = int64_t{sum} * 2 * form.multiplier;
  const int64_t rounded = (product + (int64_t{1} << 31)) >> 32;
  return saturated((rounded + form.offset - (sum < 0)) >> form.shift);
}

int32_t reference(int32_t sum, const Multiplier& m, int32_t zero_point) {
  return saturated(int64_t{nn::Requantize(sum, m.multiplier, m.shift)} +
                   zero_point);
}

TEST(OutputForms, EqualTheReference) {
  std::mt19937 random(1);
  for (int i = 0; i < 200000; ++i) {
    const Multiplier m{static_cast<int32_t>((1u << 30) + random() % (1u << 30)),
                       -static_cast<int>(1 + random() % 15)};
    const int32_t zero_point = static_cast<int32_t>(random() % 256) - 128;
    const int bits = static_cast<int>(1 + random() % 23);
    const int32_t sum =
        static_cast<int32_t>(random() % (2u << bits)) - (1 << bits);
    ASSERT_EQ(output_of_2(sum, form_of_2(m, zero_point)),
              reference(sum, m, zero_point))
        << sum << " * " << m.multiplier << " >> " << -m.shift;
    ASSERT_EQ(output_of_256(sum, form_of_256(m, -128)), reference(sum, m, -128))
        << sum << " * " << m.multiplier << " >> " << -m.shift;
  }
}

TEST(Packs, RefusesWhatTheFormsCannotDo) {
  const Multiplier m{1 << 30, -5};
  EXPECT_TRUE(packs({{1, -127}, 100, m}, false, true));
  EXPECT_FALSE(packs({{1, -128}, 100, m}, false, true));
  EXPECT_TRUE(packs({{1, -128}, 100, m}, false, false));
  EXPECT_FALSE(packs({{1}, 1 << 23, m}, false, true));
  EXPECT_FALSE(packs({{1}, 100, {1 << 30, 0}}, false, true));
  EXPECT_TRUE(packs({{1}, 100, {1 << 30, 0}}, true, true));
  EXPECT_FALSE(packs({{1}, 100, {1 << 30, 1}}, true, true));
  EXPECT_FALSE(packs({{1}, 100, {1 << 30, -17}}, true, true));
}

TEST(SumRange, TakesTheWorstInputs) {
  const SumRange range = sum_range({{2, -3}, 10, {}});
  EXPECT_EQ(range.low, 10 - 2 * 128 - 3 * 127);
  EXPECT_EQ(range.high, 10 + 2 * 127 + 3 * 128);
}

TEST(PairWords, HoldTwoChannels) {
  const std::vector<int32_t> words =
      pair_words({1, 2, 3, 4, 5}, {-1, -2, -3, -4, -5}, 4);
  ASSERT_EQ(words.size(), 4u);
  const auto half = [&](size_t word, int i) {
    return static_cast<int16_t>(words[word] >> (16 * i));
  };
  EXPECT_EQ(half(0, 0), 256 - 1);
  EXPECT_EQ(half(0, 1), 256 * 3 - 3);
  EXPECT_EQ(half(1, 0), 256 * 2 - 2);
  EXPECT_EQ(half(2, 0), 256 * 5 - 5);
  EXPECT_EQ(words[3], 0);
}

TEST(SimplifyConstants, KeepsTheOutput) {
  ConvLayer layer;
  layer.output_channels = 2;
  layer.output_zero_point = -128;
  layer.weights = {1, 2, 100, -100};
  layer.bias = {1 << 30, 50};
  layer.multipliers = {{1 << 30, -10}, {1 << 30, -6}};
  simplify_constants(layer, false);
  EXPECT_EQ(layer.weights, (std::vector<int8_t>{0, 0, 100, -100}));
  EXPECT_EQ(reference(layer.bias[0], layer.multipliers[0], -128), 127);
  EXPECT_EQ(layer.bias[1], 50);
}

}  // namespace
}  // namespace mote
