// A detector at work on clips, and the settings of [detection] that only that
// can decide.
#pragma once

#include <optional>

#include "app/workflow/project.h"
#include "lib/base/run.h"
#include "lib/dataset/dataset.h"
#include "lib/package/package.h"
#include "stages/evaluate/evaluate.h"

namespace mote {

// Plays each clip to the package's detector, after its own quiet sound, and
// keeps the best that each word reached.
Heard hear(const Package& package, const TestSet& test, Run& run);

struct DetectionDecision {
  DetectionSettings settings;  // nothing left open
  // Where the threshold was chosen; nothing where mote.toml gives one or the
  // validation side has no words or nothing else.
  std::optional<OperatingPoint> validation;
};

// Decides what [detection] leaves open. The threshold: the package listens to
// the validation side, which it did not learn from and will not be judged on.
// The hops between inferences: `hops_that_keep_up` of the device.
DetectionDecision decide_detection(const Project& project,
                                   const Package& package,
                                   const Dataset& dataset,
                                   int hops_that_keep_up, Run& run);

}  // namespace mote
