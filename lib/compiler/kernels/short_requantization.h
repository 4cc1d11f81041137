// From a sum to an output of a ReLU in two instructions, proven exact.
#pragma once

#include <cstdint>
#include <optional>

#include "lib/compiler/kernels/packing.h"

namespace mote {

// Output = ((256 * sum + fraction) * multiplier / 2^32 + nn::kReluOffset)
// >> nn::kShortShift, saturated to int8 (device/nn/conv/packed_conv.h).
struct ShortForm {
  int32_t multiplier = 0;
  int32_t more_bias = 0;  // to be added to the bias, for larger fractions
  int32_t fraction = 0;   // 0..255
};

// The form that gives, for every sum in `range`, what Requantize and a ReLU at
// an output zero point of -128 give; nothing where none was found. Sums must
// be within 2^23.
//
// Both are monotonic, so it is enough that every output begins at the same sum.
// The product's floor makes that, for a given multiplier, an interval of
// fractions an output; multipliers next to the scale are tried until all the
// intervals have a fraction in common.
std::optional<ShortForm> find_short_form(const Multiplier& multiplier,
                                         const SumRange& range);

}  // namespace mote
