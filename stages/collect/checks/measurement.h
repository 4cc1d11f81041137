// What is measured of one recording, in one pass, for all checks.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "lib/dataset/sample.h"
#include "lib/signal/signal.h"
#include "lib/store/object_store.h"

namespace mote {

// Of the values of one axis, in its own unit (int16 audio: full scale 32,768).
struct AxisMeasurement {
  Axis axis;
  double low = 0, high = 0, mean = 0, deviation = 0;
  size_t missing = 0;  // values that are not a number
  // Shares of the values: in runs of three or more at the highest value there
  // is, and at the lowest.
  double flat_high = 0, flat_low = 0;
};

// A part in which nothing changes.
struct Gap {
  double start_s = 0, length_s = 0;
};

struct Measurement {
  ObjectStore::State state = ObjectStore::State::kIntact;
  std::string damage;  // why it could not be opened; "": it was
  std::vector<AxisMeasurement> axes;
  Gap gap;                       // the longest dropout; length 0: none
  std::vector<int> dead_places;  // of a frame's grid, that never change
  double band_hz = 0;  // above it there is nothing; 0: it reaches the top
  double gravity = 0;  // median length of the acceleration; 0: no such axes
  std::string gravity_unit;
  uint64_t content = 0;  // a hash of the decoded values

  // Cheap features for what compares recordings: of the same length for all of
  // one kind and number of axes; each dimension in a unit of its own.
  std::vector<float> features;
  // What is loud where: kPictureRows rows (bands) a column of time. Empty for
  // what is no sound.
  std::vector<float> picture;

  bool opened() const {
    return damage.empty() && state == ObjectStore::State::kIntact;
  }
};

inline constexpr int kPictureRows = 16;

// Everything but `state` and `damage`.
Measurement measure(const Signal& signal, const Sample& sample);

}  // namespace mote
