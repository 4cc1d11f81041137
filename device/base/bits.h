// Counting bits.
#pragma once

#include <stdint.h>

namespace mote {

// How many bits x needs: 0 for 0, 1 for 1, 10 for 512.
inline int BitLength32(uint32_t x) {
  return x == 0 ? 0 : 32 - __builtin_clz(x);
}

inline int BitLength64(uint64_t x) {
  const uint32_t high = static_cast<uint32_t>(x >> 32);
  return high != 0 ? 32 + BitLength32(high)
                   : BitLength32(static_cast<uint32_t>(x));
}

}  // namespace mote
