// Integer square roots.
#pragma once

#include <stdint.h>

namespace mote {

// The square root of x, rounded to the nearest integer; for 32-bit x at most
// 65,535 (as in TensorFlow Lite Micro's filter bank, which is off by one for
// the 65,535 largest 32-bit values).
uint32_t SquareRoot64(uint64_t x);

}  // namespace mote
