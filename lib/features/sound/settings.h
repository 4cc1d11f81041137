// Settings of the blocks "spectrogram", "mfe" and "mfcc".
#pragma once

#include <string>

#include "lib/features/sensor_settings.h"

namespace mote {

// Which of the well-known libraries the numbers equal (docs/preprocess.md has
// the differences). What is left at -1 or "" is as that library has it.
//
//   edge-impulse  version 4 of its blocks: no taper, a power spectrum over the
//                 number of points, bands at whole bins, decibels over a noise
//                 floor (mfe, spectrogram) or natural logarithms (mfcc)
//   librosa       Hann, Slaney's mel bands, decibels (center=False,
//   top_db=None) tensorflow    tf.signal: Hann, magnitudes, HTK's mel bands,
//   ln(x + 1e-6) scipy         scipy.signal.spectrogram(window="hann",
//   detrend=False), in
//                 decibels; spectrogram only
struct SoundSettings : SensorSettings {
  SoundSettings();

  std::string formula = "edge-impulse";
  double window_ms = 20;
  double hop_ms = 10;
  int fft = 0;                  // points; 0: the power of two for a window
  double pre_emphasis = -1;     // times the sample before, subtracted
  double noise_floor_db = -52;  // edge-impulse: what becomes 0

  int bands = 40;
  double lower_hz = -1, upper_hz = -1;

  int coefficients = 13;  // cepstra

  // In samples.
  int window() const { return frames(window_ms); }
  int hop() const { return frames(hop_ms); }
  int points() const;
  int bins() const { return points() / 2 + 1; }
};

// One block each, with the fields that it has.
struct SpectrogramSettings : SoundSettings {
  SpectrogramSettings();
  static const FieldList& fields();
};
struct MfeSettings : SoundSettings {
  static const FieldList& fields();
};
struct MfccSettings : SoundSettings {
  MfccSettings();
  static const FieldList& fields();
};

// Throw Error naming the field when settings do not go together.
void check_settings(const SpectrogramSettings& settings);
void check_settings(const MfeSettings& settings);
void check_settings(const MfccSettings& settings);

}  // namespace mote
