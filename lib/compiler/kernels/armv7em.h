// The variants for Armv7E-M processors (Cortex-M4, M7, M33), in their packed
// layouts.
#pragma once

#include <optional>

#include "lib/compiler/kernels/conv_layer.h"
#include "lib/compiler/kernels/packing.h"

namespace mote {

// Whether the target has these instructions: Cortex-M55 has them beside its
// vectors.
inline bool has_armv7em(const Target& target) {
  return target.isa == "armv7em" || target.isa == "mve";
}

// Fill in `step`, or nothing when the layer is not one that the kernel does
// exactly; then the portable kernel does it.
std::optional<Step> armv7em_conv(Step step, const ConvLayer& layer,
                                 Lowering& lowering);
std::optional<Step> armv7em_depthwise_conv(Step step, const ConvLayer& layer,
                                           Lowering& lowering);

// A fully connected layer is a convolution whose window is its whole input:
// layer.window has one tap, and `rows` outputs.
std::optional<Step> armv7em_fully_connected(Step step, const ConvLayer& layer,
                                            Lowering& lowering);

}  // namespace mote
