#include "lib/compiler/kernels/short_requantization.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "device/nn/conv/packed_conv.h"
#include "device/nn/depthwise_conv/packed_depthwise_conv.h"
#include "device/nn/requantize.h"

namespace mote {
namespace {

constexpr int64_t kMostMoreBias = 31;
constexpr int64_t kSumLimit = (int64_t{1} << 23) - kMostMoreBias - 1;
constexpr int kOutputs = 255;  // above -128

// From which sum on the output is at least -128 + `steps`.
int64_t first_sum(const Multiplier& m, int steps, const SumRange& range) {
  int64_t below = range.low - 1, from = range.high + 1;
  while (from - below > 1) {
    const int64_t middle = below + (from - below) / 2;
    const int32_t value =
        nn::Requantize(static_cast<int32_t>(middle), m.multiplier, m.shift);
    (value >= steps ? from : below) = middle;
  }
  return from;
}

int64_t divide_up(int64_t a, int64_t b) { return a / b + (a % b > 0 ? 1 : 0); }

// The fractions for which every output begins where it should.
struct Fractions {
  int64_t low, high;
};

Fractions exact_fractions(int64_t multiplier, const std::vector<int64_t>& first,
                          const SumRange& range, const ShortKind& kind) {
  Fractions fractions{kind.lowest_fraction, kind.highest_fraction};
  for (int steps = 1; steps <= kOutputs; ++steps) {
    const int64_t wanted =
        ((int64_t{steps} - 128) * (1 << kind.shift) - kind.offset) *
        (int64_t{1} << 32);
    // 256 * sum + fraction reaches it from here on.
    const int64_t reached = divide_up(wanted, multiplier);
    const int64_t sum = first[steps - 1];
    if (sum <= range.high) {
      fractions.low = std::max(fractions.low, reached - 256 * sum);
    }
    if (sum > range.low) {
      fractions.high = std::min(fractions.high, reached - 256 * (sum - 1) - 1);
    }
  }
  // What is multiplied has 32 bits.
  fractions.low = std::max(fractions.low, INT32_MIN - 256 * range.low);
  fractions.high = std::min(fractions.high, INT32_MAX - 256 * range.high);
  return fractions;
}

}  // namespace

ShortKind short_conv() {
  return {nn::kShortShift, nn::kReluOffset, 0, 256 * kMostMoreBias + 255};
}

ShortKind short_depthwise_conv() {
  return {nn::kDepthwiseShift, 0, INT32_MIN, INT32_MAX};
}

std::optional<ShortForm> find_short_form(const Multiplier& m,
                                         const SumRange& range,
                                         const ShortKind& kind) {
  if (range.low <= -kSumLimit || range.high >= kSumLimit) return std::nullopt;
  constexpr int kTries = 201;
  constexpr int kCoarse = 16;  // steps of a second search, farther away
  const double ideal =
      std::ldexp(static_cast<double>(m.multiplier), m.shift + kind.shift - 7);
  if (ideal < 1 || ideal * 1.001 > INT32_MAX) return std::nullopt;
  std::vector<int64_t> first;
  for (int steps = 1; steps <= kOutputs; ++steps) {
    first.push_back(first_sum(m, steps, range));
  }
  const int64_t nearest = std::llround(ideal);
  // What moves the largest sum that matters by an eighth of a fraction's unit.
  const int64_t last = 256 * std::min(range.high, first.back()) + 1;
  const int64_t step = std::max<int64_t>(1, nearest / (8 * last));
  for (int i = 0; i < 2 * kTries; ++i) {
    const int steps = (i % kTries + 1) / 2 * (i < kTries ? 1 : kCoarse);
    const int64_t multiplier = nearest + step * (i % 2 == 1 ? steps : -steps);
    if (multiplier < 1 || multiplier > INT32_MAX) continue;
    const Fractions fractions = exact_fractions(multiplier, first, range, kind);
    if (fractions.low > fractions.high) continue;
    return ShortForm{static_cast<int32_t>(multiplier),
                     fractions.low + (fractions.high - fractions.low) / 2};
  }
  return std::nullopt;
}

}  // namespace mote
