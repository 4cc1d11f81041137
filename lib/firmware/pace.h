// How often a target can infer and still keep up with its microphone.
#pragma once

#include "lib/compiler/target.h"
#include "lib/features/feature_block.h"

namespace mote {

// The share of its time that a target spends on a running signal (1: all) with
// an inference every `hops` feature rows, from the instructions of an
// inference and of a second of features. 0 where the clock is not known.
double cpu_share(double inference_instructions, double feature_instructions,
                 int hops, const FeatureBlock& features, const Target& target);

// The fewest hops between inferences, five or more, with which that share is
// at most 0.8. Five where the clock is not known. 0 when the features alone
// are too much.
int hops_that_keep_up(double inference_instructions,
                      double feature_instructions, const FeatureBlock& features,
                      const Target& target);

}  // namespace mote
