// Sensors whose readings are made by physical models.
//
// What happens (a label) befalls an individual (a person, a machine, a place)
// with dimensions of its own, who is the sample's group: a test on individuals
// that training never met is as possible as with recordings. The formulas and
// their sources stand in each model's file. They are for trying a project out
// before there are recordings, and for tests whose answer is known; how well a
// model does in the field, only recordings tell.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "lib/dataset/sample.h"
#include "lib/signal/signal.h"

namespace mote {

// What is to be made: label, individual and take decide every bit.
struct Scene {
  std::string label;
  int individual = 0;
  int take = 0;

  // A seed of this individual's own, and one of this take of its.
  uint64_t individual_seed(std::string_view purpose) const;
  uint64_t take_seed(std::string_view purpose) const;
};

struct Synthesized {
  Signal signal;
  std::vector<TimeRange> ranges;  // of what happens at a known time
  // The truth behind it: "shaft_hz" -> "24.61".
  std::map<std::string, std::string> facts;
};

struct SensorLabel {
  std::string name;     // "bearing-outer"
  std::string meaning;  // "a pit in the outer ring"
};

struct SensorModel {
  std::string name;        // "vibrometer"
  std::string individual;  // "machine": groups are machine-1, machine-2 ...
  std::vector<SensorLabel> labels;
  double rate_hz = 0, seconds = 0;  // of a sample
  std::vector<Axis> axes;
  std::vector<int> frame_shape;  // {}: one value an axis and frame
  Synthesized (*synthesize)(const Scene& scene) = nullptr;
};

const std::vector<SensorModel>& sensor_models();

// Throws UsageError naming the known ones.
const SensorModel& sensor_model(std::string_view name);

}  // namespace mote
