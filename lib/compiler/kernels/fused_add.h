// Addition of int8 tensors by two multiplications and additions of floats
// (device/nn/add/fused_add.h), where that is proven exact.
#pragma once

#include <optional>

#include "lib/compiler/kernels/fused_scale.h"
#include "lib/compiler/kernels/quantization.h"

namespace mote {

// How TensorFlow Lite Micro adds two int8 tensors.
struct Int8Addition {
  int32_t first_zero_point = 0, second_zero_point = 0, output_zero_point = 0;
  Multiplier first, second, sum;  // of inputs with 20 more bits; of their sum
  double first_scale = 1, second_scale = 1;  // real ones, to the output's
  ActivationRange range;

  int32_t operator()(int32_t first_value, int32_t second_value) const;
};

// Inputs as they are, zero points and all.
struct FusedAdd {
  float first_scale = 0, second_scale = 0, offset = 0;
};

// What gives all 65,536 pairs of inputs the right output, or nothing.
// With products that are rounded by themselves, values stay within 2^21 too.
std::optional<FusedAdd> prove_fused_add(
    const Int8Addition& addition, FloatProduct product = FloatProduct::kFused);

}  // namespace mote
