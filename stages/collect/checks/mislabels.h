// Likely mislabels, by confident learning (Northcutt, Jiang and Chuang, 2021)
// on scores of a classifier that never saw a sample's group.
#pragma once

#include <string>
#include <vector>

#include "stages/collect/checks/check.h"

namespace mote {

struct Suspicion {
  size_t sample = 0;       // its place in the data set
  std::string label;       // that fits best, other than its own
  double doubt = 0;        // by how much it fits better; may be below 0
  bool confident = false;  // it fits as well as it fits samples that have it
};

// All examples, the most doubtful first. None with fewer than 20 of a kind.
std::vector<Suspicion> suspicions(const Evidence& evidence, const Run& run);

}  // namespace mote
