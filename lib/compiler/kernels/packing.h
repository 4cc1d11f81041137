// Sums and outputs of the packed kernels, and the proof that they are exact
// (device/nn/conv/packed_conv.h describes the forms).
#pragma once

#include <cstdint>
#include <vector>

#include "lib/compiler/kernels/conv_layer.h"
#include "lib/compiler/kernels/quantization.h"

namespace mote {

// One output channel: its sum is bias + weights * inputs.
struct ChannelSum {
  std::vector<int8_t> weights;
  int32_t bias = 0;  // with the zero points folded in
  Multiplier multiplier;
};

// The least and the largest sum that int8 inputs can make, before any
// wrapping around.
struct SumRange {
  int64_t low = 0, high = 0;
};
SumRange sum_range(const ChannelSum& channel);

// How a sum becomes an output: multiplier, offset and shift as the kernel
// takes them.
struct OutputForm {
  int32_t multiplier = 0, offset = 0;
  int shift = 0;
};
// For 256 * sum: Relu kernels, and depthwise ones.
OutputForm form_of_256(const Multiplier& multiplier, int32_t zero_point);
// For 2 * sum.
OutputForm form_of_2(const Multiplier& multiplier, int32_t zero_point);

// Whether ReLU at an output zero point of -128 is all that clamps.
bool is_plain_relu(const ConvLayer& layer);

// Whether the forms are exact for this channel: sums within 2^23, a shift that
// the form can do, and (when two channels share words) weights above -128.
bool packs(const ChannelSum& channel, bool relu, bool in_pairs);

// Channels whose output is the same for every input get zero weights, and a
// bias and scale with that output: their sums then fit where they did not.
// Weights lie {channel, taps}, or {taps, channel} in a depthwise layer.
void simplify_constants(ConvLayer& layer, bool depthwise);

// Two channels' weights in words: {256 a + b of k, of k + 2},
// {256 a + b of k + 1, of k + 3} for every four; filled up with zeros to a
// multiple of `group` weights.
std::vector<int32_t> pair_words(const std::vector<int8_t>& a,
                                const std::vector<int8_t>& b, size_t group);

// A bias within 2^23 plus 2^24 * fraction: a sum that starts from it, rotated
// by a byte, is 256 times the sum plus the fraction, less 1 where the sum is
// negative.
int32_t with_fraction(int32_t bias, int32_t fraction);

// 256 * a + b modulo 2^32.
int32_t biases_word(int32_t a, int32_t b);

}  // namespace mote
