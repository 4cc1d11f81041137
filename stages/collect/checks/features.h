// Cheap descriptions of recordings, for what compares them with each other.
#pragma once

#include <vector>

#include "lib/signal/signal.h"
#include "stages/collect/checks/spectrum.h"

namespace mote {

// The frequency at which the mean spectrum falls by 12 dB or more at once, with
// nothing but the rounding of int16 above, or by 30 dB; 0: there is no such
// step.
double band_of(const Spectrogram& spectra);

// Measurement::picture: the fourth root of the power in kPictureRows bands.
std::vector<float> sound_picture(const Spectrogram& spectra);

// Cepstra of the loud part in ten segments, their spread, its length: what is
// said, whenever and however loud.
std::vector<float> sound_features(const Spectrogram& spectra);

// Of readings of any sensor: of each axis its level, spread and roughness, and
// both in eight segments of time; of grids and pictures also a small picture.
std::vector<float> reading_features(const Signal& signal,
                                    const std::vector<float>& values);

}  // namespace mote
