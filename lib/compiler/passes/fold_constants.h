#pragma once

#include "lib/model/model.h"

namespace mote {

// Before: any model.
// After: no Shape, and no operator that only moves or reshapes constants: their
// outputs are constant tensors, unless they are outputs of the model.
Model fold_constants(Model model);

}  // namespace mote
