// The feature block "spectral": for vibration and repeated motion. As Edge
// Impulse's spectral analysis (version 4) by Fourier transforms.
#pragma once

#include <string>

#include "lib/features/blocks.h"

namespace mote {

struct SpectralSettings : WindowSettings {
  int fft = 16;         // points
  bool overlap = true;  // transforms begin every half of their points
  std::string filter = "none";
  double cutoff_hz = 3;
  int filter_order = 6;
  bool logarithm = true;
  bool spectrum_statistics = true;

  // The bins that are features: none of 0 Hz, and half a bin beyond the cutoff.
  int first_bin() const;
  int end_bin() const;

  static const FieldList& fields();
};

void check_settings(const SpectralSettings& settings);

FeatureBlockKind spectral_kind();

}  // namespace mote
