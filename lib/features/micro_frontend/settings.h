// Settings of the micro frontend block, in TensorFlow Lite Micro's terms.
#pragma once

#include <string>

#include "lib/settings/settings.h"

namespace mote {

// The defaults are those of TFLM's audio_preprocessor (micro_speech): 49 rows
// of 40 channels from a second of audio. ESPHome's microWakeWord has a hop of
// 10 ms and weights = "rounded".
struct MicroFrontendSettings {
  double rate_hz = 16000;
  double signal_ms = 1000;
  double window_ms = 30;
  double hop_ms = 20;
  int channels = 40;
  double lower_band_hz = 125;
  double upper_band_hz = 7500;
  // TFLM has two libraries with the same steps: the signal library truncates
  // the filter bank's weights, the older microfrontend rounds them (and
  // computes its window in single precision). Speech sounds the same to both.
  std::string weights = "truncated";

  bool noise_reduction = true;
  int smoothing_bits = 10;
  double even_smoothing = 0.025;
  double odd_smoothing = 0.06;
  double min_signal_remaining = 0.05;

  bool pcan = true;
  double pcan_strength = 0.95;
  double pcan_offset = 80;
  int pcan_gain_bits = 21;

  int log_scale_shift = 6;

  // The quiet sound played before a clip; see FeatureBlock::heard_signal. In
  // two seconds the slower noise estimates come within 8 % of their end.
  double warm_up_ms = 2000;

  // For augmentation (FeatureBlock::warped), not a field: up to four fifths of
  // the band the channels' frequencies are multiplied by this, above that they
  // are squeezed or stretched so that the upper band stays.
  double warp = 1;

  static const FieldList& fields();

  int samples(double ms) const;  // rounded to the nearest
  int window_samples() const { return samples(window_ms); }
  int hop_samples() const { return samples(hop_ms); }
  int signal_samples() const { return samples(signal_ms); }
  // warm_up_ms in whole hops, rounded up.
  int warm_up_samples() const;
  int rows() const;      // windows that fit the signal
  int fft_size() const;  // the power of two that holds a window
};

// Throws Error naming the field when settings do not go together: a hop longer
// than the window, an odd window, bands beyond half the rate, a signal shorter
// than a window, more channels than the bands can tell apart.
void check_settings(const MicroFrontendSettings& settings);

}  // namespace mote
