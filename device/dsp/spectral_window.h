// Spectral features of a vibration or motion, axis by axis: how strong, how
// lopsided, how spiky, and how strong in each band of frequencies.
#pragma once

#include <stdint.h>

#include "device/dsp/real_fft.h"

namespace mote {
namespace dsp {

// A filter's section: y = b0 x + s1; s1 = b1 x - a1 y + s2; s2 = b2 x - a2 y.
struct FilterSection {
  float b0, b1, b2, a1, a2;
};

struct SpectralTables {
  int32_t frames;  // of a window
  int32_t axes;
  const float* resolution;  // [axes] the reading of one count
  int32_t sections;         // of the filter, 0 for none
  const FilterSection* filter;
  RealFftTables fft;
  int32_t hop;  // frames from one transform to the next
  // The bins that are features.
  int32_t first_bin, end_bin;
  bool logarithm;            // to base 10
  bool spectrum_statistics;  // skewness and kurtosis of the spectrum
};

// A ComputeRowFn; `tables` is a SpectralTables.
//
//   filter -> minus the mean -> RMS, skewness, kurtosis
//          -> largest power of each bin in transforms along the window
//          -> [skewness and kurtosis of those powers], bins
//
// work: frames + 2.5 * fft.points + 3. features: of the first axis, then of the
// second ...
void ComputeSpectral(const void* tables, const int16_t* window, float* work,
                     float* features);

}  // namespace dsp
}  // namespace mote
