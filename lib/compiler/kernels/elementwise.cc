// Relu, Relu6 and Logistic.
#include <algorithm>
#include <cmath>

#include "device/nn/fixed_point_exp.h"
#include "lib/compiler/kernels/conv_layer.h"
#include "lib/compiler/kernels/families.h"
#include "lib/compiler/kernels/lookup_step.h"
#include "lib/compiler/kernels/quantization.h"

namespace mote {
namespace {

Step float_step(const Operator& op, Lowering& lowering,
                const std::string& kernel) {
  lowering.require_same_size(op);
  Step step = lowering.begin(op, {0});
  step.kernel = "reference::" + kernel;
  step.parameter_type = kernel + "Params";
  step.header = "device/nn/elementwise/elementwise.h";
  step.sources = {"device/nn/elementwise/elementwise.cc"};
  step.in_place = true;
  step.parameters = {{"size", lowering.output(op).elements()}};
  step.cost.instructions = 40 * lowering.output(op).elements();
  return step;
}

void require_int8(const Operator& op, Lowering& lowering) {
  for (const Tensor* tensor : {&lowering.input(op, 0), &lowering.output(op)}) {
    if (tensor->type == Type::kInt8) continue;
    lowering.refuse(op, type_name(tensor->type) + " values",
                    "Convert the model to int8 or float32.");
  }
}

}  // namespace

Step lower_relu(const Operator& op, Lowering& lowering) {
  const Tensor& input = lowering.input(op, 0);
  const Tensor& output = lowering.output(op);
  const Activation activation =
      op.code == OperatorCode::kRelu6 ? Activation::kRelu6 : Activation::kRelu;
  if (input.type == Type::kFloat32) {
    const FloatRange range = float_activation_range(activation);
    Step step = float_step(op, lowering, "ClampFloat");
    step.parameters.push_back({"low", double{range.min}});
    step.parameters.push_back({"high", double{range.max}});
    step.comment = describe(activation).substr(2);
    return step;
  }
  require_int8(op, lowering);
  const Multiplier scale = quantize_multiplier(double{
      static_cast<float>(input.scale()) / static_cast<float>(output.scale())});
  const ActivationRange range = activation_range(activation, output);
  return lookup_step(
      op, lowering, describe(activation).substr(2), [&](int32_t value) {
        const int32_t scaled =
            output.zero_point() + nn::Requantize(value - input.zero_point(),
                                                 scale.multiplier, scale.shift);
        return std::clamp(scaled, range.min, range.max);
      });
}

Step lower_logistic(const Operator& op, Lowering& lowering) {
  const Tensor& input = lowering.input(op, 0);
  if (input.type == Type::kFloat32) {
    Step step = float_step(op, lowering, "LogisticFloat");
    step.comment = "logistic";
    return step;
  }
  require_int8(op, lowering);
  // TensorFlow Lite's LogisticPrepare: inputs in Q4.27.
  constexpr int kIntegerBits = 4;
  const Multiplier scale =
      quantize_multiplier(input.scale() * std::ldexp(1.0, 31 - kIntegerBits));
  const int32_t radius = static_cast<int32_t>(
      std::floor(((1 << kIntegerBits) - 1) *
                 std::ldexp(1.0, 31 - kIntegerBits - scale.shift)));
  return lookup_step(op, lowering, "logistic", [&](int32_t value) {
    const int32_t centred = value - input.zero_point();
    if (centred <= -radius) return -128;
    if (centred >= radius) return 127;
    const int32_t logistic = nn::LogisticOfQ4(
        nn::Requantize(centred, scale.multiplier, scale.shift));
    return std::clamp(nn::RoundingShiftRight(logistic, 23) - 128, -128, 127);
  });
}

}  // namespace mote
