// Softmax cross-entropy.
#pragma once

#include "lib/engine/value.h"

namespace mote::engine {

struct LossSums {
  double loss = 0;
  int correct = 0;  // samples whose largest logit is their label's
};

// Adds the loss of some samples to `sums` and pushes its gradient, divided by
// the batch's count, into the logits. `scratch`: 2 * logits.size() floats.
// With label smoothing s, the target is 1 - s for the label and s / classes
// more for every class (Szegedy et al. 2016).
void softmax_cross_entropy(const Pass& pass, Value& logits, Samples samples,
                           float* scratch, LossSums& sums);

}  // namespace mote::engine
