// Holds the collected data against what the application requires.
#pragma once

#include <vector>

#include "lib/base/run.h"
#include "lib/dataset/dataset.h"
#include "lib/store/store.h"
#include "stages/collect/checks/check.h"

namespace mote {

// Opens every recording once and measures it. `dataset` holds the recordings
// as they are stored (opened at rate 0); it and `requirements` must outlive
// the evidence.
Evidence gather_evidence(const Store& store, const Dataset& dataset,
                         const DataRequirements& requirements, Run& run);

// What one of the checks finds, with the commands that mend it.
std::vector<Finding> findings_of(const Check& check, const Evidence& evidence,
                                 const Run& run);

// What all checks (checks/check.h) find, in their order. An empty answer means
// that all is well.
std::vector<Finding> verify(const Store& store, const Dataset& dataset,
                            const DataRequirements& requirements, Run& run);

}  // namespace mote
