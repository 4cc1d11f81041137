// What reductions have in common.
#pragma once

#include <set>

#include "lib/compiler/kernels/lowering.h"
#include "lib/compiler/kernels/quantization.h"

namespace mote {

// The dimensions of input 0 that the constant input 1 names. Throws Error
// where it names none or one that does not exist.
std::set<int> read_axes(const Operator& op, const Lowering& lowering);

// A scale with 1 / count folded in, as TensorFlow Lite does it.
Multiplier mean_multiplier(double scale, int64_t count);

}  // namespace mote
