// Layers of int16 activations with int8 weights (TensorFlow Lite's 16x8).
#pragma once

#include "lib/compiler/kernels/lowering.h"

namespace mote {

Step lower_conv_int16(const Operator& op, Lowering& lowering);
Step lower_depthwise_conv_int16(const Operator& op, Lowering& lowering);
Step lower_fully_connected_int16(const Operator& op, Lowering& lowering);

}  // namespace mote
