// Operators that are a function of one value.
#pragma once

#include <functional>

#include "lib/compiler/kernels/lowering.h"

namespace mote {

// From one quantized int8 value to another, before saturation.
using Int8Function = std::function<int32_t(int32_t)>;

// What int8 tensors of an operator compute, value by value, to TensorFlow Lite
// Micro's bits; the kernel is then a table. Throw Error for scales that it
// does not take.
Int8Function elu_int8(const Operator& op, const Lowering& lowering);
Int8Function hard_swish_int8(const Operator& op, const Lowering& lowering);
Int8Function logistic_int8(const Operator& op, const Lowering& lowering);
Int8Function reciprocal_root_int8(const Operator& op, const Lowering& lowering);
Int8Function slopes_int8(const Operator& op, const Lowering& lowering);
Int8Function tanh_int8(const Operator& op, const Lowering& lowering);

// The same for int16 tensors, as steps.
Step sigmoid_int16(const Operator& op, Lowering& lowering);
Step slopes_int16(const Operator& op, Lowering& lowering);

}  // namespace mote
