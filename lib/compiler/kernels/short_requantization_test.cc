#include "lib/compiler/kernels/short_requantization.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "device/nn/conv/packed_conv.h"
#include "device/nn/requantize.h"

namespace mote {
namespace {

int32_t reference(int64_t sum, const Multiplier& m) {
  const int32_t scaled =
      nn::Requantize(static_cast<int32_t>(sum), m.multiplier, m.shift);
  return std::clamp(scaled - 128, -128, 127);
}

int32_t short_output(int64_t sum, const ShortForm& form) {
  const int64_t x = 256 * (sum + form.more_bias) + form.fraction;
  const int64_t scaled = (x * form.multiplier >> 32) + nn::kReluOffset;
  return static_cast<int32_t>(
      std::clamp<int64_t>(scaled >> nn::kShortShift, -128, 127));
}

TEST(ShortForm, EqualsTwoRoundingsForEverySum) {
  std::mt19937 random(1);
  int found = 0;
  for (int i = 0; i < 60; ++i) {
    const Multiplier m = {(1 << 30) + static_cast<int>(random() % (1u << 30)),
                          -5 - static_cast<int>(random() % 6)};
    const SumRange range{-static_cast<int64_t>(random() % 200000),
                         static_cast<int64_t>(random() % 400000)};
    const auto form = find_short_form(m, range);
    if (!form) continue;
    ++found;
    int64_t wrong = 0;
    for (int64_t sum = range.low; sum <= range.high; ++sum) {
      wrong += short_output(sum, *form) != reference(sum, m);
    }
    EXPECT_EQ(wrong, 0) << m.multiplier << " " << m.shift;
  }
  EXPECT_EQ(found, 60);
}

TEST(ShortForm, RefusesWhatItCannotDo) {
  // A scale above 2^-5 leaves the multiplier's 31 bits.
  EXPECT_FALSE(find_short_form({1 << 30, -4}, {-100, 100}));
  EXPECT_FALSE(find_short_form({1 << 30, -8}, {-100, 1 << 23}));
}

}  // namespace
}  // namespace mote
