// What operators of the signal library have in common.
#pragma once

#include <string>
#include <vector>

#include "lib/compiler/kernels/lowering.h"

namespace mote {

// An option of the operator, a whole number from `low` to `high`. Throws Error
// when it is missing or lies outside.
int64_t signal_option(const Operator& op, const Lowering& lowering,
                      const std::string& name, int64_t low, int64_t high);

// Throws Error unless the tensor has this type and as many values.
void require_signal(const Operator& op, const Lowering& lowering,
                    const Tensor& tensor, Type type, int64_t elements);

// A step of reference::`kernel` that reads `inputs`; the operator must have
// `outputs` outputs.
Step signal_step(const Operator& op, const Lowering& lowering,
                 const std::string& kernel, const std::vector<size_t>& inputs,
                 size_t outputs);

}  // namespace mote
