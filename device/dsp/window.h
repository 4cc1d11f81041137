// Windowing of a block of samples, with automatic scaling.
#pragma once

#include <stdint.h>

namespace mote {
namespace dsp {

// Multiplies `size` (even) samples by the window (Q12, 0 to 4096, rounded
// down), pairs them and leaves pair n at work[order[n]]; fills the pairs up to
// `points` with zeros. Returns the left shift (0 to 15) that brings the
// largest magnitude to 15 bits; it is not applied yet.
int ApplyWindow(const int16_t* samples, const int16_t* window, int size,
                const uint16_t* order, int points, uint32_t* work);

}  // namespace dsp
}  // namespace mote
