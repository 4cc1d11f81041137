// Spectra of sound, from plain power spectra to mel-frequency cepstra.
//
//   window -> pre-emphasis -> taper -> transform -> power (or magnitude)
//          -> [bands] -> logarithm -> [cosine transform]
//
// S. Davis and P. Mermelstein, "Comparison of Parametric Representations for
// Monosyllabic Word Recognition in Continuously Spoken Sentences", 1980.
#pragma once

#include <stdint.h>

#include "device/dsp/real_fft.h"

namespace mote {
namespace dsp {

// Weighted sums of neighbouring bins, a band after the other.
struct BandTables {
  int32_t bands;
  const uint16_t* first_bin;  // [bands]
  const uint16_t* widths;     // [bands] bins
  const float* weights;       // the bins of all bands
};

struct SoundSpectrumTables {
  int32_t window;  // samples
  // 1: the first of them is only heard by the pre-emphasis of the second.
  int32_t lead;
  float scale;         // a sample's value: 1 / 32768 makes full scale 1
  float pre_emphasis;  // times the sample before, subtracted
  // [window - lead] or null: all one. With more samples than fft.points the
  // rest is not heard; with fewer, zeros follow.
  const float* taper;
  RealFftTables fft;
  bool magnitude;     // square roots of the powers
  float power_scale;  // times each power or magnitude
  BandTables bands;   // bands.bands == 0: the bins themselves
  // log: y = log_scale * ln(max(x, floor) + offset) + log_offset, between
  // lowest and highest.
  float floor, offset, log_scale, log_offset, lowest, highest;
  // [cepstra][bands or bins] or none.
  int32_t cepstra;
  const float* cosines;
  // The first coefficient is the logarithm of all powers together.
  bool energy_first;
};

// A ComputeRowFn; `tables` is a SoundSpectrumTables. work: 2 * fft.points + 2.
// features: cepstra, or bands, or bins.
void ComputeSoundSpectrum(const void* tables, const int16_t* window,
                          float* work, float* features);

// bins[] -> sums of each band.
void SumBands(const BandTables& tables, const float* bins, float* sums);

}  // namespace dsp
}  // namespace mote
