// Which kernel an int8 convolution or depthwise convolution gets.
#pragma once

#include <optional>

#include "lib/compiler/kernels/conv_layer.h"

namespace mote {

// Nothing where the kernel would not be exact for the layer.
using LayerKernel = std::optional<Step> (*)(Step step, const ConvLayer& layer,
                                            Lowering& lowering);

// A kind of layer's kernels, by the instruction sets that have them.
struct LayerKernels {
  ConvLayer (*read)(const Operator& op, Lowering& lowering);
  LayerKernel wide, mve, armv7em, staggered;
  Step (*portable)(Step step, const ConvLayer& layer, Lowering& lowering);
};

// The step of the fastest kernel for `op`, of int8, on lowering.target().
// Throws Error for other types.
Step lower_layer(const Operator& op, const LayerKernels& kernels,
                 Lowering& lowering);

}  // namespace mote
