#pragma once

#include "lib/model/model.h"

namespace mote {

// Before: any model.
// After: IF and WHILE are gone. The operators of their subgraphs, after all
// other passes, stand in the model between those that steer: BRANCH, ELSE, END
// and LOOP, BREAK_UNLESS, END. An IF's subgraphs read the model's own tensors
// and write its outputs. A WHILE's outputs are its loop variables: they are
// filled before the loop, and the body writes them again where nothing reads
// them any more, else at its end.
Model join_subgraphs(Model model);

}  // namespace mote
