// Random numbers by counting: the same for the same seed, wherever they are
// asked for.
#pragma once

#include <cmath>
#include <cstdint>
#include <numbers>

#include "lib/base/hash.h"

namespace mote {

inline constexpr double kTwoPi = 2 * std::numbers::pi;

class Random {
 public:
  explicit Random(uint64_t seed) : seed_(seed) {}

  // In [low, high).
  double between(double low, double high) {
    const double unit =
        static_cast<double>(mix64(seed_, counter_++) >> 11) * 0x1p-53;
    return low + (high - low) * unit;
  }
  // 0 ... count - 1.
  int below(int count) { return static_cast<int>(between(0, count)); }
  // Of mean 0 and variance 1 (G. E. P. Box and M. E. Muller, 1958).
  double normal() {
    const double radius = std::sqrt(-2 * std::log(between(0x1p-53, 1)));
    return radius * std::cos(between(0, kTwoPi));
  }

 private:
  uint64_t seed_, counter_ = 0;
};

}  // namespace mote
