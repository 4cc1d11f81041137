#include <fmt/format.h>

#include <algorithm>

#include "lib/compiler/kernels/conv_layer.h"
#include "lib/compiler/kernels/rare_families.h"
#include "lib/compiler/kernels/window_geometry.h"

namespace mote {
namespace {

constexpr size_t kImage = 2, kBias = 3;  // inputs
constexpr int kLargestShift = 7;         // of nn::RequantizeLong

// TensorFlow Lite pads as a convolution of the output would.
int pad_before(Padding padding, int output, int kernel, int stride) {
  if (padding == Padding::kValid) return 0;
  const int positions = (output + stride - 1) / stride;
  return std::max(0, (positions - 1) * stride + kernel - output) / 2;
}

nn::Window window_of(const Operator& op, const Lowering& lowering) {
  const std::vector<int>& from = lowering.input(op, kImage).shape;
  const std::vector<int>& taps = lowering.input(op, 1).shape;
  const std::vector<int>& to = lowering.output(op).shape;
  const OperatorOptions& o = op.options;
  if (from.size() != 4 || taps.size() != 4 || to.size() != 4 || from[0] != 1 ||
      to[0] != 1 || taps[0] != to[3] || taps[3] != from[3]) {
    lowering.refuse(op, "its weights do not fit its input and output");
  }
  nn::Window w{};
  w.input_height = from[1];
  w.input_width = from[2];
  w.output_height = to[1];
  w.output_width = to[2];
  w.kernel_height = taps[1];
  w.kernel_width = taps[2];
  w.stride_height = o.stride_h;
  w.stride_width = o.stride_w;
  w.dilation_height = w.dilation_width = 1;
  w.pad_top = pad_before(o.padding, to[1], taps[1], o.stride_h);
  w.pad_left = pad_before(o.padding, to[2], taps[2], o.stride_w);
  return w;
}

void append_range(Step& step, const ActivationRange& range) {
  step.parameters.push_back({"activation_min", int64_t{range.min}});
  step.parameters.push_back({"activation_max", int64_t{range.max}});
}

template <typename T>
void append_constants(Step& step, Lowering& lowering, Type bias_type,
                      const Tensor& weights, const std::vector<T>& bias,
                      const std::vector<Multiplier>& multipliers) {
  step.parameters.insert(
      step.parameters.end(),
      {{"weights", lowering.constant("Weights", Type::kInt8,
                                     constant_values<int8_t>(weights),
                                     "weights, in the model's order")},
       {"bias", lowering.constant("Bias", bias_type, bias, "bias", 8)},
       {"multiplier",
        lowering.constant("Multiplier", Type::kInt32, mantissas(multipliers),
                          "output scale * 2^31")},
       {"shift", lowering.constant("Shift", Type::kInt8, shifts(multipliers),
                                   "and its power of two")}});
}

void set_int8(Step& step, const Operator& op, Lowering& lowering) {
  const Tensor& input = lowering.input(op, kImage);
  const Tensor& output = lowering.output(op);
  const Tensor& weights = read_weights(op, lowering, Type::kInt8, 4);
  const int channels = output.shape[3];
  step.kernel = "reference::TransposeConvInt8";
  step.parameter_type = "TransposeConvParams";
  step.parameters.push_back({"input_zero_point", int64_t{input.zero_point()}});
  step.parameters.push_back(
      {"output_zero_point", int64_t{output.zero_point()}});
  append_range(step, activation_range(op.options.activation, output));
  append_constants(step, lowering, Type::kInt32, weights,
                   read_bias(op, lowering, channels, kBias),
                   convolution_multipliers(input, weights, output, channels));
}

// Biases of int64, or of int16 as some converters write them.
std::vector<int64_t> read_wide_bias(const Operator& op,
                                    const Lowering& lowering, int channels) {
  if (!lowering.has_input(op, kBias)) return std::vector<int64_t>(channels, 0);
  const Tensor& bias = lowering.input(op, kBias);
  const bool narrow = bias.type == Type::kInt16;
  if (!bias.constant() || bias.elements() != channels ||
      (!narrow && bias.type != Type::kInt64)) {
    lowering.refuse(op, fmt::format("bias '{}' is not {} constant int64",
                                    bias.name, channels));
  }
  std::vector<int64_t> values;
  if (narrow) {
    const std::vector<int16_t> from = constant_values<int16_t>(bias);
    values.assign(from.begin(), from.end());
  } else {
    values = constant_values<int64_t>(bias);
  }
  constexpr int64_t kLargest = int64_t{1} << 46;
  for (const int64_t value : values) {
    if (value > kLargest || value < -kLargest) {
      lowering.refuse(op, fmt::format("bias '{}' is too large", bias.name));
    }
  }
  return values;
}

void set_int16(Step& step, const Operator& op, Lowering& lowering) {
  const Tensor& input = lowering.input(op, kImage);
  const Tensor& output = lowering.output(op);
  if (input.zero_point() != 0 || output.zero_point() != 0) {
    lowering.refuse(op, "its 16-bit tensors have a zero point");
  }
  const Tensor& weights = read_weights(op, lowering, Type::kInt8, 4);
  const int channels = output.shape[3];
  const std::vector<Multiplier> multipliers =
      convolution_multipliers(input, weights, output, channels);
  for (const Multiplier& m : multipliers) {
    if (m.shift > kLargestShift) {
      lowering.refuse(op, "the scales of its tensors are too far apart");
    }
  }
  step.kernel = "reference::TransposeConvInt16";
  step.parameter_type = "TransposeConvInt16Params";
  append_range(step, activation_range(op.options.activation, output));
  append_constants(step, lowering, Type::kInt64, weights,
                   read_wide_bias(op, lowering, channels), multipliers);
}

void set_float(Step& step, const Operator& op, Lowering& lowering) {
  const Tensor& weights = read_weights(op, lowering, Type::kFloat32, 4);
  const FloatRange range = float_activation_range(op.options.activation);
  const int channels = lowering.output(op).shape[3];
  step.kernel = "reference::TransposeConvFloat";
  step.parameter_type = "TransposeConvFloatParams";
  step.parameters.push_back({"activation_min", double{range.min}});
  step.parameters.push_back({"activation_max", double{range.max}});
  step.parameters.push_back(
      {"weights", lowering.constant("Weights", Type::kFloat32,
                                    constant_values<float>(weights),
                                    "weights, in the model's order")});
  step.parameters.push_back(
      {"bias", lowering.constant("Bias", Type::kFloat32,
                                 read_float_bias(op, lowering, channels, kBias),
                                 "bias")});
}

}  // namespace

Step lower_transpose_conv(const Operator& op, Lowering& lowering) {
  const Tensor& input = lowering.input(op, kImage);
  const Tensor& output = lowering.output(op);
  if (input.type != output.type) {
    lowering.refuse(op, "its output is of another type");
  }
  const nn::Window window = window_of(op, lowering);
  Step step = lowering.begin(op, {kImage});
  step.header = "device/nn/transpose_conv/transpose_conv.h";
  step.sources = {"device/nn/transpose_conv/transpose_conv.cc"};
  step.parameters = window_fields(window);
  step.parameters.push_back({"input_channels", int64_t{input.shape[3]}});
  step.parameters.push_back({"output_channels", int64_t{output.shape[3]}});
  if (input.type == Type::kInt8) {
    set_int8(step, op, lowering);
  } else if (input.type == Type::kInt16) {
    set_int16(step, op, lowering);
  } else if (input.type == Type::kFloat32) {
    set_float(step, op, lowering);
  } else {
    lowering.refuse(op, type_name(input.type) + " values",
                    "Convert the model to int8 or float32.");
  }
  step.cost.macs = input.elements() * window.kernel_height *
                   window.kernel_width * output.shape[3];
  const int64_t taps = int64_t{window.kernel_height} * window.kernel_width;
  step.cost.instructions = 12 * step.cost.macs + 12 * taps * output.elements();
  step.comment = fmt::format("{} transposed conv {}->{}{}", describe(window),
                             input.shape[3], output.shape[3],
                             describe(op.options.activation));
  return step;
}

}  // namespace mote
