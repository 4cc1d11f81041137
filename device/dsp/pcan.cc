#include "device/dsp/pcan.h"

#include "device/base/bits.h"

namespace mote {
namespace dsp {
namespace {

constexpr int kSnrBits = 12;
constexpr int kOutputBits = 6;

inline uint32_t Shrink(uint32_t x) {
  if (x < (2u << kSnrBits)) {
    return (x * x) >> (2 + 2 * kSnrBits - kOutputBits);
  }
  return (x >> (kSnrBits - kOutputBits)) - (1u << kOutputBits);
}

}  // namespace

int16_t PcanGain(const int16_t* gains, uint32_t noise) {
  if (noise <= 2) return gains[noise];
  const int octave = BitLength32(noise);
  const int16_t* parabola = gains + 4 * octave - 6;
  // Ten bits below the leading one.
  const int32_t t = static_cast<int32_t>(
      (octave < 11 ? noise << (11 - octave) : noise >> (octave - 11)) & 0x3ff);
  const int32_t slope = ((parabola[2] * t) >> 5) + parabola[1] * 32;
  return static_cast<int16_t>(((slope * t + (1 << 14)) >> 15) + parabola[0]);
}

void ApplyPcan(const PcanTables& tables, int channels,
               const uint32_t* estimates, uint32_t* values) {
  for (int i = 0; i < channels; ++i) {
    const uint32_t gain =
        static_cast<uint32_t>(PcanGain(tables.gains, estimates[i]));
    const uint64_t product = static_cast<uint64_t>(values[i]) * gain;
    values[i] = Shrink(static_cast<uint32_t>(product >> tables.snr_shift));
  }
}

}  // namespace dsp
}  // namespace mote
