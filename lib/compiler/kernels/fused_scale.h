// Requantization by one multiplication and addition of floats, where that is
// proven exact.
#pragma once

#include <optional>

#include "lib/compiler/kernels/packing.h"

namespace mote {

// Whether the product of a multiplication and addition is rounded by itself.
enum class FloatProduct { kFused, kRounded };

// output = nearest(float(sum) * scale + offset), clamped; sums below zero may
// need an offset of their own, since two roundings take ties away from zero.
struct FusedScale {
  float scale = 0, offset = 0, negative_offset = 0;

  bool one_offset() const { return offset == negative_offset; }
};

// The scale and offsets that give every sum in `range` the output that
// requantize gives it; nothing when none was found. Outputs never fall as sums
// grow, in both forms, so it is enough to look at the two sums on either side
// of each of at most 255 steps.
std::optional<FusedScale> prove_fused_scale(
    const Multiplier& multiplier, int32_t zero_point,
    const ActivationRange& clamp, const SumRange& range,
    FloatProduct product = FloatProduct::kFused);

}  // namespace mote
