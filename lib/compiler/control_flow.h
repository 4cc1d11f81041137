// Branches and loops of a plan.
#pragma once

#include <cstddef>
#include <vector>

#include "lib/compiler/plan.h"

namespace mote {

// A number a step. Of those that steer: the step to go on with where their
// condition does not hold (kBranch, kBreakUnless; kStopUnless: behind the
// last), or at once (kElse, the kEnd of a loop); of all others the next step.
// Throws Error unless branches and loops are closed.
std::vector<size_t> jump_targets(const std::vector<Step>& steps);

}  // namespace mote
