// The variants for x86-64, AArch64 and web assembly
// (device/nn/wide_output.h), in their packed layouts.
#pragma once

#include <optional>

#include "lib/compiler/kernels/conv_layer.h"

namespace mote {

// Whether the target's kernels include these.
bool has_avx2(const Target& target);
bool has_avx512(const Target& target);
bool has_neon(const Target& target);
bool has_simd128(const Target& target);
bool has_wide(const Target& target);         // any of these
bool has_wide_floats(const Target& target);  // of floats too

// Fill in `step`, or nothing when the layer is not one that a kernel does
// exactly; then the portable kernel does it. A fully connected layer comes as
// a convolution with one tap (armv7em.h).
std::optional<Step> wide_conv(Step step, const ConvLayer& layer,
                              Lowering& lowering);
std::optional<Step> wide_depthwise_conv(Step step, const ConvLayer& layer,
                                        Lowering& lowering);

// The same layers in floats; comment and costs of `step` are filled in.
struct FloatLayer {
  nn::Window window{};
  int32_t input_channels = 1, output_channels = 1;
  FloatRange range{0, 0};
  std::vector<float> weights;  // in the model's order
  std::vector<float> bias;
};
std::optional<Step> wide_float_conv(Step step, const FloatLayer& layer,
                                    Lowering& lowering);
// Of 3x3 layers whose channels come in whole vectors.
std::optional<Step> winograd_float_conv(Step step, const FloatLayer& layer,
                                        Lowering& lowering);
std::optional<Step> wide_float_depthwise_conv(Step step,
                                              const FloatLayer& layer,
                                              Lowering& lowering);

}  // namespace mote
