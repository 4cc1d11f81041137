#include "device/dsp/window.h"

#include "device/base/bits.h"
#include "device/base/packed16.h"

namespace mote {
namespace dsp {
namespace {

// {low >> 12, high >> 12}, which fit 16 bits.
inline Packed16 ScaleQ12(int32_t low, int32_t high) {
  return JoinHalves(static_cast<uint32_t>(low >> 12),
                    static_cast<uint32_t>(high) << 4);
}

}  // namespace

int ApplyWindow(const int16_t* samples, const int16_t* window, int size,
                const uint16_t* order, int points, Packed16* work) {
  // The highest bit of the largest magnitude is that of their union.
  Packed16 magnitudes = 0;
  const int pairs = size / 2;
  for (int n = 0; n < pairs; ++n) {
    const Packed16 sample = LoadPacked(samples + 2 * n);
    const Packed16 weight = LoadPacked(window + 2 * n);
    const Packed16 pair = ScaleQ12(LowHalf(sample) * LowHalf(weight),
                                   HighHalf(sample) * HighHalf(weight));
    magnitudes |= MagnitudePacked(pair);
    work[order[n]] = pair;
  }
  for (int n = pairs; n < points; ++n) work[order[n]] = 0;
  const int bits = BitLength32((magnitudes & 0xffff) | (magnitudes >> 16));
  return bits >= 15 ? 0 : 15 - bits;
}

}  // namespace dsp
}  // namespace mote
