#include "device/base/square_root.h"

#include "device/base/bits.h"

namespace mote {
namespace {

struct Root {
  uint32_t root;       // floor(sqrt(x))
  uint32_t remainder;  // x - root^2
};

// Of 2^14 <= x < 2^16, digit by digit.
Root Root16(uint32_t x) {
  uint32_t root = 0;
  for (uint32_t bit = 1u << 14; bit != 0; bit >>= 2) {
    const uint32_t trial = root + bit;
    root >>= 1;
    if (x >= trial) {
      x -= trial;
      root += bit;
    }
  }
  return {root, x};
}

// Of 2^30 <= x < 2^32: from the root of the upper half by one division
// (P. Zimmermann, "Karatsuba Square Root", 1999).
Root Root32(uint32_t x) {
  const Root upper = Root16(x >> 16);
  const uint32_t dividend = (upper.remainder << 8) | ((x >> 8) & 0xff);
  const uint32_t quotient = dividend / (2 * upper.root);
  const uint32_t rest = dividend - quotient * 2 * upper.root;
  uint32_t root = (upper.root << 8) + quotient;
  int32_t remainder = static_cast<int32_t>((rest << 8) | (x & 0xff)) -
                      static_cast<int32_t>(quotient * quotient);
  if (remainder < 0) {
    remainder += static_cast<int32_t>(2 * root - 1);
    --root;
  }
  return {root, static_cast<uint32_t>(remainder)};
}

}  // namespace

uint32_t SquareRoot64(uint64_t x) {
  if (x == 0) return 0;
  // y = x * 4^k, 2^62 <= y < 2^64
  const int k = (64 - BitLength64(x)) / 2;
  const uint64_t y = x << (2 * k);
  const Root upper = Root32(static_cast<uint32_t>(y >> 32));
  const uint32_t low = static_cast<uint32_t>(y);
  // remainder <= 2 * root < 2^17: the dividend takes 33 bits; halve both
  // sides of the division instead.
  const uint32_t half_dividend =
      (upper.remainder << 15) | (low >> 17);  // bit 16 of low is left over
  const uint32_t quotient = half_dividend / upper.root;
  const uint32_t half_rest = half_dividend - quotient * upper.root;
  const uint32_t rest = 2 * half_rest + ((low >> 16) & 1);
  uint64_t root = (static_cast<uint64_t>(upper.root) << 16) + quotient;
  int64_t remainder =
      static_cast<int64_t>((static_cast<uint64_t>(rest) << 16) |
                           (low & 0xffff)) -
      static_cast<int64_t>(static_cast<uint64_t>(quotient) * quotient);
  if (remainder < 0) {
    remainder += static_cast<int64_t>(2 * root - 1);
    --root;
  }
  if (k == 0) {
    const bool up = static_cast<uint64_t>(remainder) > root;
    return static_cast<uint32_t>(root) + (up && root != 0xffffffff ? 1 : 0);
  }
  // floor(sqrt(4 x)) decides the rounding of sqrt(x).
  const uint32_t rounded = static_cast<uint32_t>(((root >> (k - 1)) + 1) >> 1);
  return (x >> 32) == 0 && rounded > 0xffff ? 0xffff : rounded;
}

}  // namespace mote
