#pragma once

#include "lib/model/model.h"

namespace mote {

// Before: any model.
// After: no Reshape has a constant input; its output is a constant tensor.
Model fold_constants(Model model);

}  // namespace mote
