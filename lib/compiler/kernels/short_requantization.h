// From a sum to an output of a ReLU in two instructions, proven exact.
#pragma once

#include <cstdint>
#include <optional>

#include "lib/compiler/kernels/packing.h"

namespace mote {

// How a kernel computes: output = ((256 * sum + fraction) * multiplier / 2^32
// + offset) >> shift, saturated to int8, with fractions in a range.
struct ShortKind {
  int shift;
  int64_t offset;
  int64_t lowest_fraction, highest_fraction;
};

// device/nn/conv/packed_conv.h: fractions beyond a byte go to the bias.
ShortKind short_conv();
// device/nn/depthwise_conv/packed_depthwise_conv.h.
ShortKind short_depthwise_conv();

struct ShortForm {
  int32_t multiplier = 0;
  int64_t fraction = 0;
};

// The form that gives, for every sum in `range`, what Requantize and a ReLU at
// an output zero point of -128 give; nothing where none was found or sums reach
// 2^23.
//
// Both are monotonic, so it is enough that every output begins at the same sum.
// For a given multiplier that leaves an interval of fractions an output;
// multipliers next to the scale are tried until all the intervals have a
// fraction in common.
std::optional<ShortForm> find_short_form(const Multiplier& multiplier,
                                         const SumRange& range,
                                         const ShortKind& kind);

}  // namespace mote
