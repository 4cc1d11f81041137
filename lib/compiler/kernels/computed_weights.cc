// Fully connected layers whose weights are computed.
#include <fmt/format.h>

#include "lib/compiler/kernels/conv_layer.h"
#include "lib/compiler/kernels/families.h"
#include "lib/compiler/kernels/quantization.h"

namespace mote {
namespace {

// Where ties of negative values would show: round_like() of constant weights.
void refuse_litert_ties(const Operator& op, Lowering& lowering,
                        const ActivationRange& range, int zero_point) {
  if (op.rounding == Rounding::kTflm || range.min >= zero_point) return;
  lowering.refuse(op,
                  "mote does not know how LiteRT rounds it with weights that "
                  "are computed",
                  "Compile with --rounding tflm.");
}

void append_int8(Step& step, const Operator& op, Lowering& lowering,
                 int outputs) {
  const Tensor& input = lowering.input(op, 0);
  const Tensor& weights = lowering.input(op, 1);
  const Tensor& output = lowering.output(op);
  const Multiplier m =
      fully_connected_multipliers(input, weights, output, 1)[0];
  const ActivationRange range = activation_range(op.options.activation, output);
  refuse_litert_ties(op, lowering, range, output.zero_point());
  step.kernel = "reference::ComputedWeightsInt8";
  step.parameter_type = "ComputedWeightsParams";
  step.parameters.insert(
      step.parameters.end(),
      {{"input_zero_point", int64_t{input.zero_point()}},
       {"weights_zero_point", int64_t{weights.zero_point()}},
       {"output_zero_point", int64_t{output.zero_point()}},
       {"multiplier", int64_t{m.multiplier}},
       {"shift", int64_t{m.shift}},
       {"activation_min", int64_t{range.min}},
       {"activation_max", int64_t{range.max}},
       {"bias", lowering.constant("Bias", Type::kInt32,
                                  read_bias(op, lowering, outputs), "bias")}});
}

void append_float(Step& step, const Operator& op, Lowering& lowering,
                  int outputs) {
  const FloatRange range = float_activation_range(op.options.activation);
  step.kernel = "reference::ComputedWeightsFloat";
  step.parameter_type = "ComputedWeightsFloatParams";
  step.parameters.insert(
      step.parameters.end(),
      {{"activation_min", double{range.min}},
       {"activation_max", double{range.max}},
       {"bias",
        lowering.constant("Bias", Type::kFloat32,
                          read_float_bias(op, lowering, outputs), "bias")}});
}

}  // namespace

Step lower_computed_weights(const Operator& op, Lowering& lowering) {
  const Tensor& weights = lowering.input(op, 1);
  const Type type = lowering.input(op, 0).type;
  if (weights.type != type || lowering.output(op).type != type ||
      (type != Type::kInt8 && type != Type::kFloat32)) {
    lowering.refuse(
        op,
        fmt::format("{} activations with weights '{}' that are computed",
                    type_name(type), weights.name),
        "Convert the model to int8 or to float32 throughout.");
  }
  const int64_t inputs = weights.shape[1], outputs = weights.shape[0];
  Step step = lowering.begin(op, {0, 1});
  step.header = "device/nn/fully_connected/computed_weights.h";
  step.sources = {"device/nn/fully_connected/computed_weights.cc"};
  const int64_t rows = lowering.input(op, 0).elements() / inputs;
  step.parameters = {{"rows", rows}, {"inputs", inputs}, {"outputs", outputs}};
  if (type == Type::kInt8) {
    append_int8(step, op, lowering, static_cast<int>(outputs));
  } else {
    append_float(step, op, lowering, static_cast<int>(outputs));
  }
  step.cost.macs = rows * inputs * outputs;
  step.cost.instructions = 9 * step.cost.macs;
  step.comment = fmt::format("fully connected {}->{}, computed weights{}",
                             inputs, outputs, describe(op.options.activation));
  return step;
}

}  // namespace mote
