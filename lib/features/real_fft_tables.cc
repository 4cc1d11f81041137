#include "lib/features/real_fft_tables.h"

#include <fmt/format.h>

#include <bit>
#include <cmath>

#include "lib/base/error.h"

namespace mote {
namespace {

// cos, -sin of 2 pi k / period, for k below count.
std::vector<float> circle(int count, int period) {
  std::vector<float> points;
  for (int k = 0; k < count; ++k) {
    const double angle = 2 * M_PI * k / period;
    points.push_back(static_cast<float>(std::cos(angle)));
    points.push_back(static_cast<float>(-std::sin(angle)));
  }
  return points;
}

std::vector<uint16_t> bit_reversed(int count) {
  const int bits = std::bit_width(static_cast<unsigned>(count)) - 1;
  std::vector<uint16_t> order(static_cast<size_t>(count));
  for (int i = 0; i < count; ++i) {
    int reversed = 0;
    for (int bit = 0; bit < bits; ++bit) {
      reversed |= (i >> bit & 1) << (bits - 1 - bit);
    }
    order[static_cast<size_t>(i)] = static_cast<uint16_t>(reversed);
  }
  return order;
}

}  // namespace

RealFftArrays::RealFftArrays(int points) : points_(points) {
  if (points < 8 || points > 32768 ||
      !std::has_single_bit(static_cast<unsigned>(points))) {
    throw Error(fmt::format("a transform of {} points is not possible", points),
                "preprocess", "Powers of two from 8 to 32,768 are.");
  }
  order_ = bit_reversed(points / 2);
  twiddles_ = circle(points / 4, points / 2);
  untwiddles_ = circle(points / 4 + 1, points);
}

dsp::RealFftTables RealFftArrays::tables() const {
  return {points_, order_.data(), twiddles_.data(), untwiddles_.data()};
}

std::vector<FeatureConstant> RealFftArrays::constants(
    const std::string& prefix) const {
  return {{prefix + "Order",
           "uint16_t",
           {order_.begin(), order_.end()},
           "",
           "position of each pair of samples in the transform"},
          float_constant(prefix + "Twiddles", twiddles_,
                         "cos, -sin of the transform's half circle"),
          float_constant(prefix + "Untwiddles", untwiddles_,
                         "cos, -sin that take pairs apart"),
          {prefix + "Fft",
           "mote::dsp::RealFftTables",
           {},
           fmt::format("{{{0}, {1}Order, {1}Twiddles, {1}Untwiddles}}", points_,
                       prefix),
           ""}};
}

int64_t RealFftArrays::instructions() const {
  const double half = points_ / 2.0;
  return std::llround(half * (10 + 9 + 9 * (std::log2(half) - 2) + 12));
}

}  // namespace mote
