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

int32_t short_output(int64_t sum, const ShortForm& form,
                     const ShortKind& kind) {
  const int64_t x = 256 * sum + form.fraction;
  const int64_t scaled = (x * form.multiplier >> 32) + kind.offset;
  return static_cast<int32_t>(
      std::clamp<int64_t>(scaled >> kind.shift, -128, 127));
}

void expect_equal(const ShortKind& kind, int least_shift, int most_shift) {
  std::mt19937 random(1);
  for (int i = 0; i < 60; ++i) {
    const Multiplier m = {(1 << 30) + static_cast<int>(random() % (1u << 30)),
                          -least_shift - i % (most_shift - least_shift + 1)};
    const SumRange range{-static_cast<int64_t>(random() % 200000),
                         static_cast<int64_t>(random() % 400000)};
    const auto form = find_short_form(m, range, kind);
    ASSERT_TRUE(form) << m.multiplier << " " << m.shift;
    int64_t wrong = 0;
    for (int64_t sum = range.low; sum <= range.high; ++sum) {
      wrong += short_output(sum, *form, kind) != reference(sum, m);
    }
    EXPECT_EQ(wrong, 0) << m.multiplier << " " << m.shift;
  }
}

TEST(ShortForm, EqualsTwoRoundingsForEverySum) {
  expect_equal(short_conv(), 5, 10);
  expect_equal(short_depthwise_conv(), 3, 8);
}

TEST(ShortForm, RefusesWhatItCannotDo) {
  // A scale above 2^-5 leaves the multiplier's 31 bits.
  EXPECT_FALSE(find_short_form({1 << 30, -4}, {-100, 100}, short_conv()));
  EXPECT_FALSE(find_short_form({1 << 30, -8}, {-100, 1 << 23}, short_conv()));
}

}  // namespace
}  // namespace mote
