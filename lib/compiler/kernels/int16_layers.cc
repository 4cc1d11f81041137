#include "lib/compiler/kernels/int16_layers.h"

#include <fmt/format.h>

#include "lib/compiler/kernels/conv_layer.h"
#include "lib/compiler/kernels/window_geometry.h"

namespace mote {
namespace {

// The kernels' 64-bit arithmetic: sums below 2^47.
constexpr int64_t kLargestBias = int64_t{1} << 46;

void require_symmetric(const Operator& op, const Lowering& lowering) {
  for (const Tensor* tensor : {&lowering.input(op, 0), &lowering.output(op)}) {
    if (tensor->type == Type::kInt16 && tensor->zero_point() == 0) continue;
    lowering.refuse(
        op, fmt::format("'{}' is not int16 with zero point 0", tensor->name),
        "Convert the model with 16-bit activations throughout.");
  }
}

// Whether the sums have 32 bits, as TensorFlow Lite Micro's then have.
bool has_short_bias(const Operator& op, const Lowering& lowering) {
  return op.code != OperatorCode::kDepthwiseConv2d &&
         lowering.has_input(op, 2) &&
         lowering.input(op, 2).type == Type::kInt32;
}

Location bias_of(const Operator& op, Lowering& lowering, int channels) {
  if (has_short_bias(op, lowering)) {
    return lowering.constant("Bias", Type::kInt32,
                             read_bias(op, lowering, channels), "bias");
  }
  return lowering.constant("Bias", Type::kInt64,
                           read_long_bias(op, lowering, channels), "bias", 8);
}

// Everything after the sizes in a parameter struct.
void append_layer(Step& step, const Operator& op, Lowering& lowering,
                  const Tensor& weights,
                  const std::vector<Multiplier>& multipliers) {
  const auto channels = static_cast<int>(multipliers.size());
  for (const Multiplier& m : multipliers) {
    if (m.shift > kLargestLongShift) {
      lowering.refuse(op, "the scales of its tensors are too far apart");
    }
  }
  const ActivationRange range =
      activation_range(op.options.activation, lowering.output(op));
  step.parameters.insert(
      step.parameters.end(),
      {{"activation_min", int64_t{range.min}},
       {"activation_max", int64_t{range.max}},
       {"weights", lowering.constant("Weights", Type::kInt8,
                                     constant_values<int8_t>(weights),
                                     "weights, in the model's order")},
       {"bias", bias_of(op, lowering, channels)},
       {"multiplier",
        lowering.constant("Multiplier", Type::kInt32, mantissas(multipliers),
                          "output scale * 2^31")},
       {"shift", lowering.constant("Shift", Type::kInt8, shifts(multipliers),
                                   "and its power of two")}});
}

Step begin(const Operator& op, Lowering& lowering, const std::string& folder,
           const std::string& kernel) {
  Step step = lowering.begin(op, {0});
  step.header = fmt::format("device/nn/{0}/{0}_int16.h", folder);
  step.sources = {fmt::format("device/nn/{0}/{0}_int16.cc", folder)};
  const std::string name =
      kernel + (has_short_bias(op, lowering) ? "Short" : "");
  step.kernel = "reference::" + name;
  step.parameter_type = name + "Params";
  return step;
}

void finish(Step& step, int64_t macs, const std::string& comment) {
  step.cost.macs = macs;
  step.cost.instructions = 12 * macs;
  step.comment = comment + ", 16x8 bits";
}

}  // namespace

std::vector<int64_t> read_long_bias(const Operator& op,
                                    const Lowering& lowering, int channels,
                                    size_t place) {
  if (!lowering.has_input(op, place)) return std::vector<int64_t>(channels, 0);
  const Tensor& bias = lowering.input(op, place);
  if (!bias.constant() || bias.type != Type::kInt64 ||
      bias.elements() != channels) {
    lowering.refuse(
        op,
        fmt::format("bias '{}' is not {} constant int64", bias.name, channels),
        "Convert the model without 32-bit biases.");
  }
  std::vector<int64_t> values = constant_values<int64_t>(bias);
  for (const int64_t value : values) {
    if (value > kLargestBias || value < -kLargestBias) {
      lowering.refuse(op, fmt::format("bias '{}' is too large", bias.name));
    }
  }
  return values;
}

Step lower_conv_int16(const Operator& op, Lowering& lowering) {
  require_symmetric(op, lowering);
  const Tensor& input = lowering.input(op, 0);
  const Tensor& output = lowering.output(op);
  const Tensor& weights = read_weights(op, lowering, Type::kInt8, 4);
  const nn::Window window =
      read_window(op, lowering, weights.shape[1], weights.shape[2]);
  const int outputs = output.shape[3];
  if (weights.shape[0] != outputs || weights.shape[3] != input.shape[3]) {
    lowering.refuse(op, "its weights do not fit the channels");
  }
  Step step = begin(op, lowering, "conv", "ConvInt16");
  step.parameters = window_fields(window);
  step.parameters.push_back({"input_channels", int64_t{input.shape[3]}});
  step.parameters.push_back({"output_channels", int64_t{outputs}});
  append_layer(step, op, lowering, weights,
               convolution_multipliers(input, weights, output, outputs));
  finish(step, output.elements() * weights.elements() / outputs,
         fmt::format("{} conv {}->{}{}", describe(window), input.shape[3],
                     outputs, describe(op.options.activation)));
  return step;
}

Step lower_depthwise_conv_int16(const Operator& op, Lowering& lowering) {
  require_symmetric(op, lowering);
  const Tensor& input = lowering.input(op, 0);
  const Tensor& output = lowering.output(op);
  const Tensor& weights = read_weights(op, lowering, Type::kInt8, 4);
  const nn::Window window =
      read_window(op, lowering, weights.shape[1], weights.shape[2]);
  const int outputs = output.shape[3];
  if (weights.shape[0] != 1 || weights.shape[3] != outputs ||
      outputs % input.shape[3] != 0) {
    lowering.refuse(op, "its weights do not fit the channels");
  }
  Step step = begin(op, lowering, "depthwise_conv", "DepthwiseConvInt16");
  step.parameters = window_fields(window);
  step.parameters.push_back({"input_channels", int64_t{input.shape[3]}});
  step.parameters.push_back(
      {"multiplier_of_channels", int64_t{outputs / input.shape[3]}});
  append_layer(step, op, lowering, weights,
               convolution_multipliers(input, weights, output, outputs));
  finish(step, output.elements() * weights.elements() / outputs,
         fmt::format("{} depthwise conv {}->{}{}", describe(window),
                     input.shape[3], outputs, describe(op.options.activation)));
  return step;
}

Step lower_fully_connected_int16(const Operator& op, Lowering& lowering) {
  require_symmetric(op, lowering);
  const Tensor& input = lowering.input(op, 0);
  const Tensor& output = lowering.output(op);
  const Tensor& weights = read_weights(op, lowering, Type::kInt8, 2);
  const int64_t inputs = weights.shape[1], outputs = weights.shape[0];
  if (inputs == 0 || input.elements() % inputs != 0 ||
      output.elements() != input.elements() / inputs * outputs) {
    lowering.refuse(op, "its weights do not fit its input and output");
  }
  for (const int64_t zero_point : weights.quantization.zero_point) {
    if (zero_point != 0) lowering.refuse(op, "its weights have a zero point");
  }
  Step step = begin(op, lowering, "fully_connected", "FullyConnectedInt16");
  step.parameters = {{"rows", input.elements() / inputs},
                     {"inputs", inputs},
                     {"outputs", outputs}};
  append_layer(step, op, lowering, weights,
               fully_connected_multipliers(input, weights, output,
                                           static_cast<int>(outputs)));
  finish(step, output.elements() * inputs,
         fmt::format("fully connected {}->{}{}", inputs, outputs,
                     describe(op.options.activation)));
  return step;
}

}  // namespace mote
