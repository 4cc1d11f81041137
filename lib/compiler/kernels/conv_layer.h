// What convolutions and fully connected layers have in common, checked and
// ready to be packed for a kernel.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "device/nn/window.h"
#include "lib/compiler/kernels/lowering.h"
#include "lib/compiler/kernels/quantization.h"

namespace mote {

struct ConvLayer {
  nn::Window window{};
  int32_t input_channels = 1, output_channels = 1;
  int32_t input_zero_point = 0, output_zero_point = 0;
  ActivationRange range;
  std::vector<int8_t> weights;  // in the model's order, zero point 0
  // One a channel; the zero points are folded in (device/nn/conv/conv.h).
  std::vector<int32_t> bias;
  std::vector<Multiplier> multipliers;
  std::string comment;
  int64_t macs = 0;

  int32_t taps() const { return window.kernel_height * window.kernel_width; }
  // Whether some channel needs a kernel that rounds ties up.
  bool ties_up() const;
  bool dilated() const {
    return window.dilation_height > 1 || window.dilation_width > 1;
  }
};

// The int8 convolution, depthwise convolution ({1, height, width, channels})
// or fully connected layer that `op` asks for. Throws Error where types,
// shapes or quantization are not what the kernels can do.
ConvLayer read_conv(const Operator& op, Lowering& lowering);
ConvLayer read_depthwise_conv(const Operator& op, Lowering& lowering);

// Lets the first `channels` channels round as LiteRT does where `op` asks for
// it and it makes a difference: not where the activation leaves nothing below
// the zero point, since only negative ties differ.
void round_like(const Operator& op, int32_t channels, ConvLayer& layer);

// Output channel `o`'s weights of a depthwise layer, {kernel row, column}.
std::vector<int8_t> depthwise_filter(const ConvLayer& layer, int32_t o);

// The constant bias of input `place`, or zeros where it was left out.
std::vector<int32_t> read_bias(const Operator& op, Lowering& lowering,
                               int channels, size_t place = 2);
std::vector<float> read_float_bias(const Operator& op, Lowering& lowering,
                                   int channels, size_t place = 2);

// Throws Error unless the constant input 1 has `type` and `dimensions`.
const Tensor& read_weights(const Operator& op, Lowering& lowering, Type type,
                           size_t dimensions);

// The last fields of the portable kernels' structs, from output_zero_point to
// shift.
std::vector<ParameterField> portable_output_fields(const ConvLayer& layer,
                                                   Lowering& lowering);

std::string describe(Activation activation);  // ", ReLU" or ""

}  // namespace mote
