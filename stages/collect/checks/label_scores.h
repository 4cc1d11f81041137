// How well every label fits every sample, by a classifier that never saw the
// sample's group.
#pragma once

#include <cstdint>
#include <vector>

#include "lib/base/run.h"
#include "stages/collect/checks/comparison.h"

namespace mote {

struct LabelScores {
  size_t labels = 0;
  std::vector<float> values;  // [sample][label], about 0 to 1

  float at(size_t row, size_t label) const {
    return values[row * labels + label];
  }
};

// Kernel ridge regression onto one-hot labels, with a Gaussian kernel at up to
// 1,024 landmarks (Nystrom; Williams and Seeger, 2001). Leaving a group out
// needs no second training: its residuals are (I - H)^-1 times those with it,
// H being its part of the hat matrix. Groups of more than 64 samples are left
// out in parts.
LabelScores out_of_group_scores(const Points& points,
                                const std::vector<size_t>& labels,
                                size_t label_count,
                                const std::vector<size_t>& groups,
                                const Run& run);

}  // namespace mote
