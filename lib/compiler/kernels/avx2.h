// The variants for x86-64 processors with AVX2, in their packed layouts.
#pragma once

#include <optional>

#include "lib/compiler/kernels/conv_layer.h"

namespace mote {

// Whether the target's kernels include these.
bool has_avx2(const Target& target);

// Fill in `step`, or nothing when the layer is not one that the kernel does
// exactly; then the portable kernel does it. A fully connected layer comes as
// a convolution with one tap (armv7em.h).
std::optional<Step> avx2_conv(Step step, const ConvLayer& layer,
                              Lowering& lowering);
std::optional<Step> avx2_depthwise_conv(Step step, const ConvLayer& layer,
                                        Lowering& lowering);

}  // namespace mote
