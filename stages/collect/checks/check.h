// The checks of mote collect verify: a table of {name, what it looks at, find}.
#pragma once

#include <span>
#include <vector>

#include "lib/base/run.h"
#include "lib/dataset/dataset.h"
#include "stages/collect/checks/finding.h"
#include "stages/collect/checks/measurement.h"
#include "stages/collect/requirements.h"

namespace mote {

// All that a check may look at. Measurements are in the order of the samples.
struct Evidence {
  const Dataset& dataset;
  const DataRequirements& wanted;
  std::vector<Measurement> measurements;

  const std::vector<Sample>& samples() const& { return dataset.samples(); }
};

struct Check {
  const char* name;      // Finding::kind
  const char* looks_at;  // "peaks of audio"
  std::vector<Finding> (*find)(const Evidence& evidence, const Run& run);
};

// In the order in which they are reported.
std::span<const Check> checks();

// The rows of the table, each in the file of its family.
using Findings = std::vector<Finding>;
// stored.cc
Findings find_missing(const Evidence& evidence, const Run& run);
Findings find_corrupt(const Evidence& evidence, const Run& run);
Findings find_unreadable(const Evidence& evidence, const Run& run);
// clipping.cc
Findings find_clipping(const Evidence& evidence, const Run& run);
// level.cc
Findings find_silence(const Evidence& evidence, const Run& run);
Findings find_dc_offset(const Evidence& evidence, const Run& run);
// gaps.cc
Findings find_dropouts(const Evidence& evidence, const Run& run);
Findings find_missing_values(const Evidence& evidence, const Run& run);
Findings find_dead_axes(const Evidence& evidence, const Run& run);
Findings find_dead_pixels(const Evidence& evidence, const Run& run);
// extent.cc
Findings find_short(const Evidence& evidence, const Run& run);
Findings find_low_rate(const Evidence& evidence, const Run& run);
Findings find_upsampled(const Evidence& evidence, const Run& run);
Findings find_wrong_unit(const Evidence& evidence, const Run& run);
// labels.cc
Findings find_few_samples(const Evidence& evidence, const Run& run);
Findings find_few_groups(const Evidence& evidence, const Run& run);
Findings find_imbalance(const Evidence& evidence, const Run& run);
Findings find_few_recorded(const Evidence& evidence, const Run& run);
Findings find_split_problems(const Evidence& evidence, const Run& run);
Findings find_torn_groups(const Evidence& evidence, const Run& run);
// required.cc
Findings find_unlabelled(const Evidence& evidence, const Run& run);
Findings find_other_labels(const Evidence& evidence, const Run& run);
Findings find_duration(const Evidence& evidence, const Run& run);
Findings find_no_rate(const Evidence& evidence, const Run& run);
Findings find_unit(const Evidence& evidence, const Run& run);
Findings find_out_of_range(const Evidence& evidence, const Run& run);
// duplicates.cc
Findings find_duplicates(const Evidence& evidence, const Run& run);
// near_duplicates.cc
Findings find_near_duplicates(const Evidence& evidence, const Run& run);
// mislabels.cc
Findings find_mislabels(const Evidence& evidence, const Run& run);
// outliers.cc
Findings find_outliers(const Evidence& evidence, const Run& run);

}  // namespace mote
