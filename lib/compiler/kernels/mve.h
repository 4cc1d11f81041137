// The variants for processors with Armv8.1-M's vector extension (Cortex-M55).
#pragma once

#include <optional>

#include "lib/compiler/kernels/conv_layer.h"

namespace mote {

bool has_mve(const Target& target);

// Fills in `step`, or nothing when a scale grows, which the kernel cannot do.
// Fully connected layers too: layer.window has one tap then.
std::optional<Step> mve_conv(Step step, const ConvLayer& layer,
                             Lowering& lowering);

// Likewise, for 3x3 windows with one stride of 1 or 2.
std::optional<Step> mve_depthwise_conv(Step step, const ConvLayer& layer,
                                       Lowering& lowering);

}  // namespace mote
