// What the values of one recording are like.
#pragma once

#include <string>
#include <vector>

#include "lib/dataset/sample.h"
#include "lib/signal/signal.h"

namespace mote {

struct AxisValues {
  Axis axis;
  size_t count = 0, missing = 0;
  double low = 0, high = 0, sum = 0, squares = 0;

  double mean() const { return count > 0 ? sum / double(count) : 0; }
};

struct RecordingValues {
  bool opened = false, sound = false;
  double rms_db = 0, peak_db = 0;   // of sound
  std::vector<double> spectrum_db;  // at most kMostBands, or none
  std::string spectrum_of;          // Spectra::of
  std::vector<AxisValues> axes;     // of what is no sound
  std::string size;                 // of grids and pictures
};

inline constexpr size_t kMostBands = 48;

RecordingValues values_of_one(const Signal& signal, const Sample& sample);

}  // namespace mote
