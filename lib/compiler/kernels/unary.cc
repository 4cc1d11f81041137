// The operators that are a function of one value, a row each.
#include "lib/compiler/kernels/unary.h"

#include <algorithm>

#include "lib/compiler/kernels/conv_layer.h"
#include "lib/compiler/kernels/families.h"
#include "lib/compiler/kernels/lookup_step.h"

namespace mote {
namespace {

struct Unary {
  OperatorCode code;
  const char* comment;
  const char* real_kernel;  // of device/nn/elementwise/real.h
  Int8Function (*int8)(const Operator&, const Lowering&) = nullptr;
  Step (*int16)(const Operator&, Lowering&) = nullptr;
};

constexpr Unary kUnaries[] = {
    {OperatorCode::kAbs, "absolute value", "AbsFloat", slopes_int8,
     slopes_int16},
    {OperatorCode::kCeil, "ceiling", "CeilFloat"},
    {OperatorCode::kCos, "cosine", "CosineFloat"},
    {OperatorCode::kElu, "ELU", "EluFloat", elu_int8},
    {OperatorCode::kExp, "exponential", "ExponentialFloat"},
    {OperatorCode::kFloor, "floor", "FloorOfFloat"},
    {OperatorCode::kHardSwish, "hard swish", "HardSwishFloat", hard_swish_int8},
    {OperatorCode::kLeakyRelu, "leaky ReLU", "LeakyReluFloat", slopes_int8,
     slopes_int16},
    {OperatorCode::kLog, "logarithm", "LogarithmFloat"},
    {OperatorCode::kLogistic, "logistic", "LogisticFloat", logistic_int8,
     sigmoid_int16},
    {OperatorCode::kNeg, "negation", "NegateFloat"},
    {OperatorCode::kRelu, "ReLU", "ClampFloat", slopes_int8, slopes_int16},
    {OperatorCode::kRelu6, "ReLU6", "ClampFloat", slopes_int8, slopes_int16},
    {OperatorCode::kRound, "round", "RoundFloat"},
    {OperatorCode::kRsqrt, "1 / square root", "ReciprocalRootFloat",
     reciprocal_root_int8},
    {OperatorCode::kSin, "sine", "SineOfFloat"},
    {OperatorCode::kSqrt, "square root", "SquareRootFloat"},
    {OperatorCode::kSquare, "square", "SquareFloat"},
    {OperatorCode::kTanh, "tanh", "TanhOfFloat", tanh_int8, sigmoid_int16},
};

void set_elementwise(Step& step, const std::string& file,
                     const std::string& kernel, const std::string& params) {
  step.header = "device/nn/elementwise/" + file + ".h";
  step.sources = {"device/nn/elementwise/" + file + ".cc"};
  step.kernel = "reference::" + kernel;
  step.parameter_type = params;
}

Step real_step(const Operator& op, Lowering& lowering, const Unary& row) {
  const std::string kernel = row.real_kernel;
  Step step = lowering.begin(op, {0});
  set_elementwise(step, "real", kernel, "RealParams");
  step.parameters = {{"size", lowering.output(op).elements()}};
  if (kernel == "ClampFloat") {
    const FloatRange range = float_activation_range(
        op.code == OperatorCode::kRelu6 ? Activation::kRelu6
                                        : Activation::kRelu);
    set_elementwise(step, "elementwise", kernel, "ClampFloatParams");
    step.parameters.push_back({"low", double{range.min}});
    step.parameters.push_back({"high", double{range.max}});
  } else if (kernel == "LogisticFloat") {
    set_elementwise(step, "elementwise", kernel, "LogisticFloatParams");
  } else if (kernel == "LeakyReluFloat") {
    step.parameter_type = "LeakyReluFloatParams";
    step.parameters.push_back({"alpha", double{op.options.alpha}});
  }
  step.cost.instructions = 40 * lowering.output(op).elements();
  return step;
}

Step step_of(const Operator& op, Lowering& lowering, const Unary& row) {
  const Type type = lowering.input(op, 0).type;
  if (type != lowering.output(op).type) {
    lowering.refuse(
        op, type_name(type) + " to " + type_name(lowering.output(op).type));
  }
  if (type == Type::kFloat32) return real_step(op, lowering, row);
  if (type == Type::kInt8 && row.int8 != nullptr) {
    const Int8Function function = row.int8(op, lowering);
    return lookup_step(op, lowering, row.comment, [&](int32_t value) {
      return std::clamp(function(value), -128, 127);
    });
  }
  if (type == Type::kInt16 && row.int16 != nullptr) {
    return row.int16(op, lowering);
  }
  lowering.refuse(op, type_name(type) + " values",
                  row.int8 == nullptr
                      ? "Convert this part to float32."
                      : "Convert the model to int8 or float32.");
}

}  // namespace

Step lower_unary(const Operator& op, Lowering& lowering) {
  lowering.require_same_size(op);
  const Unary& row = *std::ranges::find(kUnaries, op.code, &Unary::code);
  Step step = step_of(op, lowering, row);
  step.in_place = true;
  step.comment = row.comment;
  return step;
}

}  // namespace mote
