// The variants for processors without SIMD (Armv6-M, Armv7-M, RV32IMC), which
// compute with staggered words (device/nn/staggered.h).
#pragma once

#include <optional>

#include "lib/compiler/kernels/conv_layer.h"
#include "lib/compiler/kernels/packing.h"

namespace mote {

// Whether the target's kernels are these.
bool has_staggered(const Target& target);

// Fill in `step`, or nothing when the layer is not one that the kernel does
// exactly; then the portable kernel does it.
std::optional<Step> staggered_conv(Step step, const ConvLayer& layer,
                                   Lowering& lowering);
std::optional<Step> staggered_depthwise_conv(Step step, const ConvLayer& layer,
                                             Lowering& lowering);

// A fully connected layer: layer.window has one tap, and `rows` outputs.
Step staggered_fully_connected(Step step, const ConvLayer& layer,
                               Lowering& lowering);

// Whether three sums of these weights can be told apart in two words, whatever
// the inputs are.
bool staggers(const std::vector<int8_t>& weights);

// The most taps, a multiple of 4, that are summed at once in every channel: few
// parts of equal size.
std::ptrdiff_t taps_of_part(const std::vector<ChannelSum>& channels);

// Bias, multiplier, offset and shift of a channel.
void append_output(const ChannelSum& channel, int32_t zero_point,
                   std::vector<int32_t>& words);

// The same as OutputParts of device/nn/staggered_armv6m.h, which only that
// instruction set's convolutions take.
void append_output_parts(const ChannelSum& channel, int32_t zero_point,
                         bool relu, std::vector<int32_t>& words);

}  // namespace mote
