// Mel bands: which bins of a spectrum each takes, and how much of them.
#pragma once

#include <string>
#include <vector>

#include "device/dsp/sound_spectrum.h"

namespace mote {

struct Bands {
  std::vector<uint16_t> first_bin, widths;
  std::vector<float> weights;

  // Points into this object; none without bands.
  dsp::BandTables tables() const;
};

// `count` triangles between lower_hz and upper_hz, of a spectrum of `points`
// points at rate_hz.
//
//   edge-impulse  corners rounded down to whole bins of points + 1 (its
//   speechpy) librosa       M. Slaney's Auditory Toolbox (1998): linear below 1
//   kHz; each
//                 of the same area
//   tensorflow    triangles in mel = 1127 ln(1 + f / 700); the bin of 0 Hz in
//                 none
//
// Throws Error when a band takes no bin.
Bands mel_bands(const std::string& formula, int count, double lower_hz,
                double upper_hz, int points, double rate_hz);

// Every bin a band of its own: powers of a one-sided density, doubled but for
// the first and the last.
Bands one_sided_bins(int points);

}  // namespace mote
