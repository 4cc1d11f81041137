// What the values of recordings are like: levels, spectra, ranges, sizes.
#pragma once

#include <string>
#include <vector>

#include "lib/base/run.h"
#include "lib/dataset/dataset.h"
#include "stages/collect/report/distribution.h"

namespace mote {

// Of the recordings of one label that are sound, in dB; 0 dB: full scale.
struct LevelsOfLabel {
  std::string label;
  Distribution rms, peak;  // a value a recording
};

// The mean spectrum of a recording's windows, in dB, over the recordings of one
// label; 0 dB: of sound a sine of full scale, of readings one of amplitude 1
// in their unit.
struct SpectrumOfLabel {
  std::string label;
  size_t recordings = 0;
  std::vector<double> mean_db, deviation_db;  // a value a band
};

struct Spectra {
  std::string of;       // "sound", or the axes: "accX, accY, accZ (m/s2)"
  double rate_hz = 0;   // the most frequent one; others are left out
  double band_hz = 0;   // bands are even, from 0 to half the rate
  size_t left_out = 0;  // recordings of another rate
  std::vector<SpectrumOfLabel> labels;
};

// One axis over the recordings of one label.
struct AxisOfLabel {
  std::string axis, unit, label;
  size_t recordings = 0, missing = 0;  // missing: values that are no number
  double low = 0, high = 0;
  double mean = 0, deviation = 0;  // over all values
  Distribution means;              // a value a recording
};

struct SizeCount {
  std::string size;  // "32 x 32", height by width
  size_t samples = 0;
};

struct DataValues {
  size_t opened = 0, damaged = 0;
  std::vector<LevelsOfLabel> levels;  // by label
  std::vector<Spectra> spectra;
  std::vector<AxisOfLabel> axes;  // of readings and pictures: by axis, label
  std::vector<SizeCount> sizes;   // of grids and pictures, most frequent first
};

// Opens every recording once. Of each at most the first 30 s count for spectra,
// and the first 64 axes for ranges.
DataValues measure_values(const Dataset& dataset, Run& run);

// At most about `most` of the recordings, of each label its share and at least
// one: always the same ones.
Dataset part_of(const Dataset& dataset, size_t most);

}  // namespace mote
