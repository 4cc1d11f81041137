// Steps that look every int8 value up in a table.
#pragma once

#include <functional>

#include "lib/compiler/kernels/lowering.h"

namespace mote {

// function: from a quantized input to a quantized output, -128..127 each.
Step lookup_step(const Operator& op, Lowering& lowering,
                 const std::string& comment,
                 const std::function<int32_t(int32_t)>& function);

}  // namespace mote
