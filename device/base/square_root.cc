#include "device/base/square_root.h"

#include "device/base/bits.h"

namespace mote {
namespace {

struct Root {
  uint32_t root;       // floor(sqrt(x))
  uint32_t remainder;  // x - root^2
};

// Of 2^30 <= x < 2^32, by Newton's iteration from a line that is at most 6 %
// off: once 0.2 %, twice 2e-6 above the root, so the integer is at most one
// too large.
Root Root32(uint32_t x) {
  uint32_t root = (x >> 17) + (x >> 18) + 19000;
  root = (root + x / root) >> 1;
  root = (root + x / root) >> 1;
  // root may be 2^16, whose square is 0 modulo 2^32: x - 0 looks too large.
  if (root > 0xffff || root * root > x) --root;
  return {root, x - root * root};
}

}  // namespace

uint32_t SquareRoot64(uint64_t x) {
  if (x == 0) return 0;
  // y = x * 4^k, 2^62 <= y < 2^64
  const int k = (64 - BitLength64(x)) / 2;
  const uint64_t y = x << (2 * k);
  const Root upper = Root32(static_cast<uint32_t>(y >> 32));
  const uint32_t low = static_cast<uint32_t>(y);
  // The root's lower half by one division (P. Zimmermann, "Karatsuba Square
  // Root", 1999).
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
