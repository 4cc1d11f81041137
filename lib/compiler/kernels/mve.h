// The variants for processors with Armv8.1-M's vector extension (Cortex-M55).
#pragma once

#include <optional>

#include "lib/compiler/kernels/conv_layer.h"

namespace mote {

bool has_mve(const Target& target);

// Whether no scale grows, and none is 1 where ties need care (without `relu`,
// which hides them).
bool mve_scales(const ConvLayer& layer, bool relu);

// Fills in `step`, or nothing when a scale grows, which the kernel cannot do.
// Fully connected layers too: layer.window has one tap then.
std::optional<Step> mve_conv(Step step, const ConvLayer& layer,
                             Lowering& lowering);

// Likewise, for 3x3 windows with one stride of 1 or 2, and for windows of up to
// 16 taps along a row or a column.
std::optional<Step> mve_depthwise_conv(Step step, const ConvLayer& layer,
                                       Lowering& lowering);

}  // namespace mote
