#include "lib/compiler/kernels/armv7em_add.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "device/nn/add/short_add.h"

namespace mote {
namespace {

constexpr int kValues = 256;
constexpr int64_t kOne = int64_t{1} << nn::kShortAddShift;

// What the reference kernel makes of every pair, the first value outermost.
std::vector<int8_t> all_sums(nn::AddParams params) {
  std::vector<int8_t> first(kValues), second(kValues), sums;
  params.size = params.second_size = kValues;
  for (int a = -128; a < 128; ++a) {
    std::fill(first.begin(), first.end(), static_cast<int8_t>(a));
    for (int b = -128; b < 128; ++b) second[b + 128] = static_cast<int8_t>(b);
    std::vector<int8_t> row(kValues);
    nn::reference::AddInt8(params, first.data(), second.data(), row.data(),
                           nullptr);
    sums.insert(sums.end(), row.begin(), row.end());
  }
  return sums;
}

// The offsets that are right for every pair.
struct Offsets {
  int64_t low = INT32_MIN / 2, high = INT32_MAX / 2;
};

Offsets exact_offsets(const std::vector<int8_t>& sums, int64_t first,
                      int64_t second) {
  Offsets offsets;
  size_t i = 0;
  for (int a = -128; a < 128; ++a) {
    for (int b = -128; b < 128; ++b) {
      const int64_t product = a * first + b * second;
      const int64_t sum = sums[i++];
      if (sum > -128) offsets.low = std::max(offsets.low, sum * kOne - product);
      if (sum < 127) {
        offsets.high = std::min(offsets.high, (sum + 1) * kOne - 1 - product);
      }
    }
    if (offsets.low > offsets.high) break;
  }
  return offsets;
}

double scale_of(int32_t multiplier, int32_t shift) {
  return std::ldexp(static_cast<double>(multiplier), shift - 31);
}

}  // namespace

std::optional<ShortAdd> find_short_add(const nn::AddParams& p) {
  constexpr int kTries = 10;
  const double output = scale_of(p.output_multiplier, p.output_shift) *
                        std::ldexp(1.0, 20 + nn::kShortAddShift);
  const double a = scale_of(p.first_multiplier, p.first_shift) * output;
  const double b = scale_of(p.second_multiplier, p.second_shift) * output;
  // Products, and the offset with the output's zero point, stay in 32 bits.
  if (a + b > 0x1.bp22) return std::nullopt;
  const std::vector<int8_t> sums = all_sums(p);
  for (int i = -kTries; i <= kTries; ++i) {
    for (int j = -kTries; j <= kTries; ++j) {
      const int64_t first = std::llround(a) + i, second = std::llround(b) + j;
      const Offsets offsets = exact_offsets(sums, first, second);
      if (offsets.low > offsets.high) continue;
      return ShortAdd{static_cast<int32_t>(first), static_cast<int32_t>(second),
                      static_cast<int32_t>((offsets.low + offsets.high) / 2)};
    }
  }
  return std::nullopt;
}

}  // namespace mote
