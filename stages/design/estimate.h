// What an untrained network costs on a target.
#pragma once

#include "lib/compiler/plan.h"
#include "lib/compiler/target.h"
#include "lib/features/feature_block.h"
#include "lib/graph/graph.h"

namespace mote {

// The int8 plan of `graph` with random weights: a network's memory and time
// do not depend on what its weights are.
Plan plan_untrained(const Graph& graph, const FeatureQuantization& input,
                    const Target& target);

struct DetectorCost {
  int64_t ram_bytes = 0, flash_bytes = 0;
};

// The plan, the features, the ring of audio, the window of rows, the scores of
// `labels`, the code around them and its stack.
DetectorCost detector_cost(const Plan& plan, const FeatureBlock& features,
                           const Target& target, size_t labels);

}  // namespace mote
