// Steps that look every int8 value up in a table.
#pragma once

#include <functional>

#include "lib/compiler/kernels/lowering.h"

namespace mote {

// function: from a quantized input to a quantized output, -128..127 each.
Step lookup_step(const Operator& op, Lowering& lowering,
                 const std::string& comment,
                 const std::function<int32_t(int32_t)>& function);

// The same with another function for the first `first_size` values.
Step two_lookups_step(const Operator& op, Lowering& lowering,
                      const std::string& comment, int64_t first_size,
                      const std::function<int32_t(int32_t)>& first_function,
                      const std::function<int32_t(int32_t)>& function);

}  // namespace mote
