// ReLU, ReLU6, leaky ReLU and absolute values of quantized tensors: two
// straight lines (device/nn/elementwise/int16.h).
#pragma once

#include "lib/compiler/kernels/lowering.h"
#include "lib/compiler/kernels/quantization.h"

namespace mote {

struct Slopes {
  int32_t input_zero_point = 0, output_zero_point = 0;
  Multiplier positive, negative;
  int32_t negative_sign = 1, result_sign = 1;
  ActivationRange range;
};

// Throws Error for a slope that is not a number.
Slopes read_slopes(const Operator& op, const Lowering& lowering);

}  // namespace mote
