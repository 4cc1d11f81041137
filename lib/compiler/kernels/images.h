// Several images through a kernel that takes one.
#pragma once

#include "lib/compiler/kernels/lowering.h"

namespace mote {

// How many images an operator over windows has; 1 for other operators.
int images_of(const Operator& op, const Lowering& lowering);

// The step of one image, to be called for each. Throws Error where the
// operator's input and output have different numbers of images.
Step lower_images(const Operator& op, Lowering& lowering);

}  // namespace mote
