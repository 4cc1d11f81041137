// The operators of TensorFlow Lite Micro's signal library, which make a model's
// input from audio: the arithmetic is that of device/dsp.
#pragma once

#include <stdint.h>

namespace mote {
namespace nn {

struct SignalWindowParams {
  int32_t frames, frame_size;
  int32_t shift;
};

struct FftAutoScaleParams {
  int32_t size;
};

// device/dsp/fft.h describes the tables.
struct RfftParams {
  int32_t frames, frame_size;  // samples of each frame; zeros follow
  int32_t points;              // complex points: half of the FFT's length
  const uint16_t* order;
  const uint32_t* twiddles;
  const uint32_t* real_twiddles;
};

struct SignalEnergyParams {
  int32_t bins;  // complex numbers in the spectrum
  int32_t start, end;
};

struct FilterBankParams {
  int32_t channels;
};

struct SquareRootParams {
  int32_t size;
};

struct SpectralSubtractionParams {
  int32_t channels;
  int32_t smoothing, one_minus_smoothing;  // of even channels
  int32_t alternate_smoothing, alternate_one_minus_smoothing;
  int32_t min_signal_remaining;
  int32_t smoothing_bits, spectral_subtraction_bits;
  int32_t clamping;  // 1: estimates never exceed the signal
};

struct PcanParams {
  int32_t channels, snr_shift;
};

struct FilterBankLogParams {
  int32_t channels, correction_bits, scale_shift;
  const uint16_t* deviations;  // device/dsp/log_scale.h
};

namespace reference {

// input {frames, frame_size} * weights {frame_size} / 2^shift, saturated.
void SignalWindow(const SignalWindowParams& params, const int16_t* input,
                  const int16_t* weights, int16_t* output, int8_t* scratch);

// Shifts all values left until the largest magnitude has 15 bits; by how many
// bits goes to *scale_bits.
void FftAutoScale(const FftAutoScaleParams& params, const int16_t* input,
                  int16_t* output, int32_t* scale_bits, int8_t* scratch);

// output {frames, points + 1}: real and imaginary parts in turn. It must lie at
// a multiple of 4 bytes.
void Rfft(const RfftParams& params, const int16_t* input, int16_t* output,
          int8_t* scratch);

// Squared magnitudes of bins `start` to `end` - 1; the others become 0.
void SignalEnergy(const SignalEnergyParams& params, const int16_t* input,
                  uint32_t* output, int8_t* scratch);

// Band i of channels + 1 covers widths[i] bins from frequency_starts[i] on,
// with weights and unweights from weight_starts[i] on. A channel is its band's
// weighted sum and the unweighted rest of the band before it.
void FilterBank(const FilterBankParams& params, const uint32_t* input,
                const int16_t* weights, const int16_t* unweights,
                const int16_t* frequency_starts, const int16_t* weight_starts,
                const int16_t* widths, uint64_t* output, int8_t* scratch);

// Rounded square roots, shifted right by *scale_bits.
void FilterBankSquareRoot(const SquareRootParams& params, const uint64_t* input,
                          const int32_t* scale_bits, uint32_t* output,
                          int8_t* scratch);

// noise: what the output says of the estimates; estimates: the state, before
// and after.
void SpectralSubtraction(const SpectralSubtractionParams& params,
                         const uint32_t* input, uint32_t* output,
                         uint32_t* noise, uint32_t* estimates, int8_t* scratch);

// device/dsp/pcan.h
void Pcan(const PcanParams& params, const uint32_t* input,
          const uint32_t* noise, const int16_t* gains, uint32_t* output,
          int8_t* scratch);

// ln(input * 2^correction_bits) * 2^scale_shift, 0 to 32,767. scratch: 4 bytes
// a channel.
void FilterBankLog(const FilterBankLogParams& params, const uint32_t* input,
                   int16_t* output, int8_t* scratch);

}  // namespace reference
}  // namespace nn
}  // namespace mote
