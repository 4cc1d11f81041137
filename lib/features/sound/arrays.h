// The constant tables of the sound blocks, computed once on the host.
#pragma once

#include <vector>

#include "device/dsp/sound_spectrum.h"
#include "lib/features/real_fft_tables.h"
#include "lib/features/sound/bands.h"
#include "lib/features/sound/settings.h"

namespace mote {

// What dsp::SoundSpectrumTables points to.
class SoundArrays {
 public:
  explicit SoundArrays(const SpectrogramSettings& settings);
  explicit SoundArrays(const MfeSettings& settings);
  explicit SoundArrays(const MfccSettings& settings);

  // Points into this object.
  const dsp::SoundSpectrumTables& tables() const { return tables_; }
  int row_size() const;
  // Samples before a window that its pre-emphasis hears: 0 or 1.
  int lead() const { return tables_.lead; }

  // All tables as constants of firmware, the last one kSoundSpectrum.
  std::vector<FeatureConstant> constants() const;
  // Of one row on a Cortex-M4F, estimated.
  int64_t instructions() const;

 private:
  // What the formula says of all that is no band and no cepstrum.
  SoundArrays(const SoundSettings& settings, double pre_emphasis);
  void use_bands(Bands bands);
  void use_cepstra(const MfccSettings& settings);
  void use_decibels(double floor);
  void use_noise_floor(double noise_floor_db);

  RealFftArrays fft_;
  std::vector<float> taper_, cosines_;
  Bands bands_;
  dsp::SoundSpectrumTables tables_ = {};
};

}  // namespace mote
