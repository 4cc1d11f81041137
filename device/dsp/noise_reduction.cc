#include "device/dsp/noise_reduction.h"

namespace mote {
namespace dsp {
namespace {

constexpr int kBits = 14;

}  // namespace

void ReduceNoise(const NoiseReductionSettings& settings, int channels,
                 uint32_t* estimates, uint32_t* values) {
  const uint32_t smoothings[2] = {settings.even_smoothing,
                                  settings.odd_smoothing};
  for (int i = 0; i < channels; ++i) {
    const uint32_t value = values[i];
    const uint32_t smoothing = smoothings[i & 1];
    const uint32_t scaled = value << settings.smoothing_bits;
    const uint64_t sum =
        static_cast<uint64_t>(scaled) * smoothing +
        static_cast<uint64_t>(estimates[i]) * ((1u << kBits) - smoothing);
    uint32_t estimate = static_cast<uint32_t>(sum >> kBits);
    estimates[i] = estimate;
    if (estimate > scaled) estimate = scaled;
    const uint32_t least = static_cast<uint32_t>(
        (static_cast<uint64_t>(value) * settings.min_signal_remaining) >>
        kBits);
    const uint32_t rest = (scaled - estimate) >> settings.smoothing_bits;
    values[i] = rest > least ? rest : least;
  }
}

}  // namespace dsp
}  // namespace mote
