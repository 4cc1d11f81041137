// From energies to features.
#include "device/base/square_root.h"
#include "device/dsp/log_scale.h"
#include "device/dsp/pcan.h"
#include "device/nn/signal/signal.h"

namespace mote {
namespace nn {
namespace reference {

void FilterBank(const FilterBankParams& p, const uint32_t* input,
                const int16_t* weights, const int16_t* unweights,
                const int16_t* frequency_starts, const int16_t* weight_starts,
                const int16_t* widths, uint64_t* output, int8_t* /*scratch*/) {
  uint64_t rising = 0, falling = 0;
  for (int32_t band = 0; band <= p.channels; ++band) {
    const uint32_t* bins = input + frequency_starts[band];
    const int32_t first = weight_starts[band];
    for (int32_t i = 0; i < widths[band]; ++i) {
      const uint64_t bin = bins[i];
      rising += static_cast<uint64_t>(int64_t{weights[first + i]}) * bin;
      falling += static_cast<uint64_t>(int64_t{unweights[first + i]}) * bin;
    }
    // The first band only rises into channel 0.
    if (band > 0) output[band - 1] = rising;
    rising = falling;
    falling = 0;
  }
}

void FilterBankSquareRoot(const SquareRootParams& p, const uint64_t* input,
                          const int32_t* scale_bits, uint32_t* output,
                          int8_t* /*scratch*/) {
  for (int32_t i = 0; i < p.size; ++i) {
    output[i] = SquareRoot64(input[i]) >> (*scale_bits & 31);
  }
}

void SpectralSubtraction(const SpectralSubtractionParams& p,
                         const uint32_t* input, uint32_t* output,
                         uint32_t* noise, uint32_t* estimates,
                         int8_t* /*scratch*/) {
  for (int32_t i = 0; i < p.channels; ++i) {
    const bool even = (i & 1) == 0;
    const uint64_t fresh =
        static_cast<uint32_t>(even ? p.smoothing : p.alternate_smoothing);
    const uint64_t kept = static_cast<uint32_t>(
        even ? p.one_minus_smoothing : p.alternate_one_minus_smoothing);
    const uint32_t signal = input[i] << p.smoothing_bits;
    uint32_t estimate = static_cast<uint32_t>(
        (signal * fresh + estimates[i] * kept) >> p.spectral_subtraction_bits);
    estimates[i] = estimate;
    if (estimate > signal) {
      estimate = signal;
      if (p.clamping != 0) estimates[i] = estimate;
    }
    const uint64_t least = static_cast<uint32_t>(p.min_signal_remaining);
    const uint32_t floor = static_cast<uint32_t>((input[i] * least) >>
                                                 p.spectral_subtraction_bits);
    const uint32_t rest = (signal - estimate) >> p.smoothing_bits;
    output[i] = rest > floor ? rest : floor;
    noise[i] = estimates[i];
  }
}

void Pcan(const PcanParams& p, const uint32_t* input, const uint32_t* noise,
          const int16_t* gains, uint32_t* output, int8_t* /*scratch*/) {
  for (int32_t i = 0; i < p.channels; ++i) output[i] = input[i];
  dsp::ApplyPcan({gains, static_cast<uint8_t>(p.snr_shift)}, p.channels, noise,
                 output);
}

void FilterBankLog(const FilterBankLogParams& p, const uint32_t* input,
                   int16_t* output, int8_t* scratch) {
  uint32_t* values = reinterpret_cast<uint32_t*>(scratch);
  for (int32_t i = 0; i < p.channels; ++i) values[i] = input[i];
  dsp::LogScale({p.deviations, static_cast<int8_t>(p.correction_bits),
                 static_cast<uint8_t>(p.scale_shift)},
                p.channels, values);
  for (int32_t i = 0; i < p.channels; ++i) {
    output[i] =
        static_cast<int16_t>(values[i] < INT16_MAX ? values[i] : INT16_MAX);
  }
}

}  // namespace reference
}  // namespace nn
}  // namespace mote
