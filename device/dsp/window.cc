#include "device/dsp/window.h"

#include "device/base/bits.h"
#include "device/base/packed16.h"

namespace mote {
namespace dsp {
namespace {

constexpr int kWindowBits = 12;

}  // namespace

int ApplyWindow(const int16_t* samples, const int16_t* window, int size,
                const uint16_t* order, int points, Packed16* work) {
  // The highest bit of the largest magnitude is that of their union.
  Packed16 magnitudes = 0;
  const int pairs = size / 2;
  for (int n = 0; n < pairs; ++n) {
    const int32_t low = samples[2 * n] * window[2 * n];
    const int32_t high = samples[2 * n + 1] * window[2 * n + 1];
    const Packed16 pair = Pack16(low >> kWindowBits, high >> kWindowBits);
    magnitudes |= MagnitudePacked(pair);
    work[order[n]] = pair;
  }
  for (int n = pairs; n < points; ++n) work[order[n]] = 0;
  const int bits = BitLength32((magnitudes & 0xffff) | (magnitudes >> 16));
  return bits >= 15 ? 0 : 15 - bits;
}

}  // namespace dsp
}  // namespace mote
