// Layers of int16 activations with int8 weights (TensorFlow Lite's 16x8).
#pragma once

#include "lib/compiler/kernels/lowering.h"

namespace mote {

// Of nn::RequantizeLong.
inline constexpr int kLargestLongShift = 7;

// The constant biases of input `place`, or zeros where it was left out. Throws
// Error where they are too large for the kernels' sums.
std::vector<int64_t> read_long_bias(const Operator& op,
                                    const Lowering& lowering, int channels,
                                    size_t place = 2);

Step lower_conv_int16(const Operator& op, Lowering& lowering);
Step lower_depthwise_conv_int16(const Operator& op, Lowering& lowering);
Step lower_fully_connected_int16(const Operator& op, Lowering& lowering);

}  // namespace mote
