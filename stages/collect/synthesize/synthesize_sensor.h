// Recordings of sensors, made by physical models (sensors/sensor_model.h).
#pragma once

#include <string>
#include <vector>

#include "lib/base/run.h"
#include "lib/store/store.h"
#include "stages/collect/import.h"

namespace mote {

struct SensorOptions {
  std::vector<std::string> labels;  // none: all of the sensor's
  int individuals = 24;             // persons, machines, places: the groups
  int takes = 5;                    // recordings of each, for every label
};

// Adds recordings of a sensor ("vibrometer") to the store. The truth behind
// each is its metadata. Deterministic: made again, they are duplicates. Throws
// UsageError for a sensor or a label that there is not.
ImportReport synthesize_sensor(const std::string& sensor, Store& store,
                               const SensorOptions& options, Run& run);

}  // namespace mote
