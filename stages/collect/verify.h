// Holds the collected data against what the application requires.
#pragma once

#include <string>
#include <vector>

#include "lib/base/run.h"
#include "lib/dataset/dataset.h"
#include "lib/store/store.h"

namespace mote {

struct DataRequirements {
  std::vector<std::string> labels;  // "silence" and "unknown" are made
  double rate_hz = 0;               // 0: any
  int min_samples_per_label = 0;
  int min_groups_per_label = 0;
};

struct Finding {
  // "corrupt", "missing", "low_rate", "few_samples", "few_groups",
  // "empty_side" or "split"
  std::string kind;
  std::string what;                  // one sentence
  std::vector<std::string> samples;  // names of the samples concerned
  std::string command;               // that mends it, or what to do
};

// Every object's bytes against its name, then the requirements. `dataset` holds
// the recordings as they are stored (opened at rate 0). An empty answer means
// that all is well.
std::vector<Finding> verify(const Store& store, const Dataset& dataset,
                            const DataRequirements& requirements, Run& run);

}  // namespace mote
