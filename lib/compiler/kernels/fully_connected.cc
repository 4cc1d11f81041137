#include <fmt/format.h>

#include "lib/compiler/kernels/armv7em.h"
#include "lib/compiler/kernels/conv_layer.h"
#include "lib/compiler/kernels/families.h"
#include "lib/compiler/kernels/int16_layers.h"
#include "lib/compiler/kernels/mve.h"
#include "lib/compiler/kernels/staggered.h"
#include "lib/compiler/kernels/wide.h"

namespace mote {
namespace {

struct Shape {
  int64_t rows, inputs, outputs;
};

Shape read_shape(const Operator& op, Lowering& lowering,
                 const Tensor& weights) {
  Shape shape{0, weights.shape[1], weights.shape[0]};
  const int64_t elements = lowering.input(op, 0).elements();
  if (shape.inputs == 0 || elements % shape.inputs != 0) {
    lowering.refuse(op, fmt::format("{} input values do not fit {} weights an "
                                    "output",
                                    elements, shape.inputs));
  }
  shape.rows = elements / shape.inputs;
  if (lowering.output(op).elements() != shape.rows * shape.outputs) {
    lowering.refuse(op, "its output has the wrong size");
  }
  return shape;
}

std::vector<ParameterField> shape_fields(const Shape& shape) {
  return {{"rows", shape.rows},
          {"inputs", shape.inputs},
          {"outputs", shape.outputs}};
}

// {output, input} -> {input, output}.
std::vector<float> turned(const std::vector<float>& weights,
                          const Shape& shape) {
  std::vector<float> result(weights.size());
  for (int64_t o = 0; o < shape.outputs; ++o) {
    for (int64_t i = 0; i < shape.inputs; ++i) {
      result[i * shape.outputs + o] = weights[o * shape.inputs + i];
    }
  }
  return result;
}

Step lower_float(const Operator& op, Lowering& lowering) {
  const Tensor& weights = read_weights(op, lowering, Type::kFloat32, 2);
  const Shape shape = read_shape(op, lowering, weights);
  const FloatRange range = float_activation_range(op.options.activation);
  Step step = lowering.begin(op, {0});
  step.comment = fmt::format("fully connected {}->{}{}", shape.inputs,
                             shape.outputs, describe(op.options.activation));
  step.cost.macs = shape.rows * shape.inputs * shape.outputs;
  step.cost.instructions = 9 * step.cost.macs;
  if (has_wide_floats(lowering.target())) {
    const auto rows = static_cast<int32_t>(shape.rows);
    const FloatLayer layer{
        {1, rows, 1, rows, 1, 1, 1, 1, 1, 1, 0, 0},
        static_cast<int32_t>(shape.inputs),
        static_cast<int32_t>(shape.outputs),
        range,
        constant_values<float>(weights),
        read_float_bias(op, lowering, static_cast<int>(shape.outputs))};
    if (auto fast = wide_float_conv(step, layer, lowering)) return *fast;
  }
  step.kernel = "reference::FullyConnectedFloat";
  step.parameter_type = "FullyConnectedFloatParams";
  step.parameters = shape_fields(shape);
  step.parameters.insert(
      step.parameters.end(),
      {{"activation_min", double{range.min}},
       {"activation_max", double{range.max}},
       {"weights",
        lowering.constant("Weights", Type::kFloat32,
                          turned(constant_values<float>(weights), shape),
                          "weights {input, output}")},
       {"bias",
        lowering.constant(
            "Bias", Type::kFloat32,
            read_float_bias(op, lowering, static_cast<int>(shape.outputs)),
            "bias")}});
  step.header = "device/nn/fully_connected/fully_connected.h";
  step.sources = {"device/nn/fully_connected/fully_connected.cc"};
  return step;
}

// bias + sum over the weights of what does not depend on the input.
std::vector<int32_t> folded_bias(const Operator& op, Lowering& lowering,
                                 const std::vector<int8_t>& weights,
                                 const Shape& shape, int64_t weights_zero) {
  const int64_t zero_point = lowering.input(op, 0).zero_point();
  std::vector<int32_t> bias =
      read_bias(op, lowering, static_cast<int>(shape.outputs));
  for (int64_t o = 0; o < shape.outputs; ++o) {
    int64_t sum = -shape.inputs * weights_zero;
    for (int64_t i = 0; i < shape.inputs; ++i) {
      sum += weights[o * shape.inputs + i];
    }
    bias[o] = static_cast<int32_t>(static_cast<uint32_t>(bias[o]) -
                                   static_cast<uint32_t>(sum * zero_point));
  }
  return bias;
}

// The layer as a convolution with one tap over an image one row high.
ConvLayer read_layer(const Operator& op, Lowering& lowering,
                     const Tensor& weights, const Shape& shape,
                     int64_t weights_zero) {
  const Tensor& output = lowering.output(op);
  ConvLayer layer;
  const auto rows = static_cast<int32_t>(shape.rows);
  layer.window = {1, rows, 1, rows, 1, 1, 1, 1, 1, 1, 0, 0};
  layer.input_channels = static_cast<int32_t>(shape.inputs);
  layer.output_channels = static_cast<int32_t>(shape.outputs);
  layer.input_zero_point = lowering.input(op, 0).zero_point();
  layer.output_zero_point = output.zero_point();
  layer.range = activation_range(op.options.activation, output);
  layer.weights = constant_values<int8_t>(weights);
  layer.bias = folded_bias(op, lowering, layer.weights, shape, weights_zero);
  layer.multipliers = fully_connected_multipliers(
      lowering.input(op, 0), weights, output, layer.output_channels);
  round_like(op, layer.output_channels, layer);
  layer.macs = shape.rows * shape.inputs * shape.outputs;
  layer.comment = fmt::format("fully connected {}->{}{}", shape.inputs,
                              shape.outputs, describe(op.options.activation));
  return layer;
}

Step portable(Step step, const ConvLayer& layer, const Shape& shape,
              int64_t weights_zero, Lowering& lowering) {
  const bool ties_up = layer.ties_up();
  step.kernel =
      std::string(ties_up ? "litert" : "reference") + "::FullyConnectedInt8";
  step.parameter_type = "FullyConnectedParams";
  step.parameters = shape_fields(shape);
  step.parameters.push_back({"weights_zero_point", weights_zero});
  const auto fields = portable_output_fields(layer, lowering);
  step.parameters.insert(step.parameters.end(), fields.begin(), fields.end());
  step.header = "device/nn/fully_connected/fully_connected.h";
  step.sources = {ties_up
                      ? "device/nn/fully_connected/fully_connected_litert.cc"
                      : "device/nn/fully_connected/fully_connected.cc"};
  step.comment = layer.comment;
  step.cost.macs = layer.macs;
  step.cost.instructions = 9 * layer.macs;
  return step;
}

Step lower_int8(const Operator& op, Lowering& lowering) {
  const Tensor& weights = read_weights(op, lowering, Type::kInt8, 2);
  const Shape shape = read_shape(op, lowering, weights);
  const int64_t weights_zero = weights.quantization.zero_point.empty()
                                   ? 0
                                   : weights.quantization.zero_point[0];
  const ConvLayer layer =
      read_layer(op, lowering, weights, shape, weights_zero);
  const Step step = lowering.begin(op, {0});
  ConvLayer simple = layer;
  simplify_constants(simple, false);
  if (has_wide(lowering.target()) && weights_zero == 0) {
    if (auto fast = wide_conv(step, simple, lowering)) return *fast;
  }
  if (layer.ties_up()) {
    return portable(step, layer, shape, weights_zero, lowering);
  }
  if (has_mve(lowering.target()) && weights_zero == 0) {
    if (auto fast = mve_conv(step, simple, lowering)) return *fast;
  }
  if (has_armv7em(lowering.target()) && weights_zero == 0) {
    if (auto fast = armv7em_fully_connected(step, simple, lowering)) {
      return *fast;
    }
  }
  if (has_staggered(lowering.target()) && weights_zero == 0) {
    return staggered_fully_connected(step, simple, lowering);
  }
  Step step_of_weights = portable(step, layer, shape, weights_zero, lowering);
  if (has_armv7em(lowering.target()) && weights_zero == 0) {
    step_of_weights.kernel = "armv7em::FullyConnectedPlainInt8";
    step_of_weights.header =
        "device/nn/fully_connected/plain_fully_connected.h";
    step_of_weights.sources = {
        "device/nn/fully_connected/plain_fully_connected_armv7em.cc"};
    step_of_weights.cost.instructions = 3 * layer.macs / 2;
  }
  return step_of_weights;
}

}  // namespace

Step lower_fully_connected(const Operator& op, Lowering& lowering) {
  const Type type = lowering.input(op, 0).type;
  if (!lowering.input(op, 1).constant()) {
    return lower_computed_weights(op, lowering);
  }
  if (type == Type::kFloat32) return lower_float(op, lowering);
  if (type == Type::kInt16) return lower_fully_connected_int16(op, lowering);
  if (type != Type::kInt8) {
    lowering.refuse(op, type_name(type) + " activations",
                    "Convert the model to int8 or float32.");
  }
  return lower_int8(op, lowering);
}

}  // namespace mote
