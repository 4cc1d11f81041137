// What wide_conv.cc and wide_depthwise_conv.cc share: images, and how sums
// become outputs.
#pragma once

#include <vector>

#include "lib/compiler/kernels/packing.h"
#include "lib/compiler/kernels/wide.h"

namespace mote {

// The image that a kernel makes of its input (device/nn/wide_output.h).
struct WideExtent {
  int64_t rows = 0, pitch = 0;  // in values

  int64_t scratch_bytes(int64_t bytes_a_value) const;
};
WideExtent wide_extent(const nn::Window& window, int64_t channels);

// Fields of a WideImage within `prefix`.
std::vector<ParameterField> wide_image_fields(const nn::Window& window,
                                              int64_t channels,
                                              int64_t zero_point,
                                              const WideExtent& extent,
                                              const std::string& prefix);

// Vectors of channels a tile: as many as there are and as leave room for six
// pixels, of `pixels`, in the registers.
int32_t wide_block(int32_t lanes, bool has_32_registers, int32_t channels,
                   int64_t pixels);

// The vectors of each block of channels (WideConv::Vectors).
std::vector<int32_t> wide_blocks(int32_t lanes, int32_t channels,
                                 int32_t block);

// Whether the kernels' outputs are exact for all channels of a layer: 64-bit
// arithmetic on 32-bit sums is what the reference does, and where one channel
// rounds ties up all have fused scales.
bool wide_exact(const ConvLayer& layer, const std::vector<ChannelSum>& channels,
                const Target& target);

// Whether the target's kernels can multiply these weights: without dot
// products, products of -128 and -128 would not fit.
bool wide_weights_fit(const ConvLayer& layer, const Target& target);

// 128 times the sum of a channel's weights: what bytes moved by 128 add.
int32_t moved_by_128(const ChannelSum& channel);

// Appends WideOutput and the pointer to the constants, for `vectors` vectors of
// `lanes` channels: the fastest form of the target that is exact for all of
// `channels`, whose biases are lowered where the kernel's bytes are `moved` by
// 128.
void append_wide_output(Step& step, const ConvLayer& layer,
                        const std::vector<ChannelSum>& channels, int vectors,
                        int lanes, bool moved, Lowering& lowering);

}  // namespace mote
