#pragma once

#include "lib/model/model.h"

namespace mote {

// Before: any model.
// After: no Relu or Relu6 follows a convolution, fully connected layer or
// addition that nobody else reads, if it can be that operator's own activation
// (float32, or int8 of the same scale and zero point, where it only clamps).
Model fuse_activations(Model model);

}  // namespace mote
