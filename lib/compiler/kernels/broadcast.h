// Shapes of operators that take two tensors value by value.
#pragma once

#include <vector>

#include "lib/compiler/kernels/lowering.h"

namespace mote {

// Which values of inputs 0 and 1 meet, as the fields "pairs.*" of a parameter
// struct (device/nn/broadcast.h). Throws Error for shapes of more than 4
// dimensions that cannot be joined.
std::vector<ParameterField> broadcast_fields(const Operator& op,
                                             const Lowering& lowering);

// Whether the operator may work in its first input's memory: that input has
// the output's shape.
bool first_covers_output(const Operator& op, const Lowering& lowering);

// A step for such an operator with these fields first; the kernel's name and
// further parameters are for the caller to add.
Step broadcast_step(const Operator& op, const Lowering& lowering);

}  // namespace mote
