// Comparisons, logical operators and choices by them.
#include <fmt/format.h>

#include <algorithm>

#include "lib/compiler/kernels/broadcast.h"
#include "lib/compiler/kernels/families.h"
#include "lib/compiler/kernels/quantization.h"

namespace mote {
namespace {

// Device/nn/compare/compare.h's relations.
enum Relations : int64_t {
  kLess = 1,
  kEqual = 2,
  kGreater = 4,
  kUnordered = 8
};

int64_t relations_of(OperatorCode code) {
  switch (code) {
    case OperatorCode::kEqual:
      return kEqual;
    case OperatorCode::kNotEqual:
      return kLess | kGreater | kUnordered;
    case OperatorCode::kLess:
      return kLess;
    case OperatorCode::kLessEqual:
      return kLess | kEqual;
    case OperatorCode::kGreater:
      return kGreater;
    default:
      return kGreater | kEqual;
  }
}

// Its result of (true, true), (true, false), (false, true), (false, false).
int64_t results_of(OperatorCode code) {
  switch (code) {
    case OperatorCode::kLogicalAnd:
      return 0b1000;
    case OperatorCode::kLogicalOr:
      return 0b1110;
    case OperatorCode::kEqual:
      return 0b1001;
    case OperatorCode::kNotEqual:
      return 0b0110;
    default:  // not: of a value and itself
      return 0b0001;
  }
}

Step truth_step(const Operator& op, const Lowering& lowering,
                const std::string& kernel, const std::string& params) {
  if (lowering.output(op).type != Type::kBool) {
    lowering.refuse(op, "its output is not bool");
  }
  Step step = broadcast_step(op, lowering);
  step.in_place = false;
  step.header = "device/nn/compare/compare.h";
  step.sources = {"device/nn/compare/compare.cc"};
  step.kernel = "reference::" + kernel;
  step.parameter_type = params;
  step.comment = operator_name(op);
  std::ranges::transform(step.comment, step.comment.begin(), [](char c) {
    return c == '_' ? ' ' : static_cast<char>(std::tolower(c));
  });
  return step;
}

void append_scale(Step& step, const std::string& name, const Tensor& tensor) {
  const Multiplier m = quantize_multiplier(tensor.scale());
  step.parameters.push_back(
      {name + "_zero_point", int64_t{tensor.zero_point()}});
  step.parameters.push_back({name + "_multiplier", int64_t{m.multiplier}});
  step.parameters.push_back({name + "_shift", int64_t{m.shift}});
}

Step compare_int8(const Operator& op, const Lowering& lowering) {
  Step step = truth_step(op, lowering, "CompareInt8", "CompareInt8Params");
  step.parameters.push_back({"relations", relations_of(op.code)});
  for (const size_t i : {0u, 1u}) {
    const Tensor& input = lowering.input(op, i);
    // TensorFlow Lite Micro multiplies by scales below 1 only.
    if (input.scale() >= 1) {
      lowering.refuse(op,
                      fmt::format("'{}' has a scale of 1 or more", input.name));
    }
    append_scale(step, i == 0 ? "first" : "second", input);
  }
  return step;
}

// Strides of an input along the output's last four dimensions.
void append_strides(Step& step, const std::string& name, const Tensor& input,
                    const std::vector<int>& to) {
  std::vector<int64_t> strides(to.size(), 0);
  int64_t stride = 1;
  for (size_t i = 1; i <= input.shape.size(); ++i) {
    const int size = input.shape[input.shape.size() - i];
    strides[to.size() - i] = size == 1 ? 0 : stride;
    stride *= size;
  }
  strides.insert(strides.begin(), 4 - to.size(), 0);
  for (size_t d = 0; d < 4; ++d) {
    step.parameters.push_back({fmt::format("{}.{}", name, d), strides[d]});
  }
}

void require_select(const Operator& op, const Lowering& lowering) {
  const Tensor& output = lowering.output(op);
  bool fits = output.shape.size() <= 4 &&
              lowering.input(op, 0).type == Type::kBool &&
              type_bytes(output.type) > 0;
  for (const size_t i : {0u, 1u, 2u}) {
    const Tensor& input = lowering.input(op, i);
    const std::vector<int>&from = input.shape, &to = output.shape;
    fits = fits && from.size() <= to.size() &&
           (i == 0 || input.type == output.type);
    for (size_t d = 1; fits && d <= from.size(); ++d) {
      const int size = from[from.size() - d];
      fits = size == 1 || size == to[to.size() - d];
    }
  }
  if (!fits) {
    lowering.refuse(op, "these shapes and types do not go together",
                    "Use a bool condition and at most 4 dimensions.");
  }
}

}  // namespace

Step lower_compare(const Operator& op, Lowering& lowering) {
  const Type type = lowering.input(op, 0).type;
  if (lowering.input(op, 1).type != type) {
    lowering.refuse(op, "its inputs are of two types");
  }
  if (type == Type::kBool) return lower_logical(op, lowering);
  if (type == Type::kInt8) return compare_int8(op, lowering);
  std::string kernel;
  if (type == Type::kFloat32) kernel = "CompareFloat";
  if (type == Type::kInt32) kernel = "CompareInt32";
  if (type == Type::kInt64) kernel = "CompareInt64";
  if (kernel.empty()) lowering.refuse(op, type_name(type) + " values");
  Step step = truth_step(op, lowering, kernel, "CompareParams");
  step.parameters.push_back({"relations", relations_of(op.code)});
  return step;
}

Step lower_logical(const Operator& op, Lowering& lowering) {
  const bool is_not = op.code == OperatorCode::kLogicalNot;
  const bool known = is_not || op.code == OperatorCode::kLogicalAnd ||
                     op.code == OperatorCode::kLogicalOr ||
                     op.code == OperatorCode::kEqual ||
                     op.code == OperatorCode::kNotEqual;
  if (!known || lowering.input(op, 0).type != Type::kBool) {
    lowering.refuse(op, type_name(lowering.input(op, 0).type) + " values");
  }
  Step step = truth_step(op, lowering, "Logical", "LogicalParams");
  step.parameters.push_back({"results", results_of(op.code)});
  return step;
}

Step lower_logical_not(const Operator& op, Lowering& lowering) {
  // Of two inputs alike. Messages tell an operator by its place.
  if (lowering.input(op, 0).type != Type::kBool) {
    lowering.refuse(op, type_name(lowering.input(op, 0).type) + " values");
  }
  lowering.require_same_size(op);
  Operator twice = op;
  twice.inputs = {op.inputs[0], op.inputs[0]};
  return lower_logical(twice, lowering);
}

Step lower_select(const Operator& op, Lowering& lowering) {
  require_select(op, lowering);
  const Tensor& output = lowering.output(op);
  Step step = lowering.begin(op, {0, 1, 2});
  step.header = "device/nn/select/select.h";
  step.sources = {"device/nn/select/select.cc"};
  step.kernel = "reference::SelectBytes";
  step.parameter_type = "SelectParams";
  step.untyped = true;
  std::vector<int> sizes(4 - output.shape.size(), 1);
  sizes.insert(sizes.end(), output.shape.begin(), output.shape.end());
  for (size_t d = 0; d < 4; ++d) {
    step.parameters.push_back({fmt::format("sizes.{}", d), int64_t{sizes[d]}});
  }
  append_strides(step, "condition_strides", lowering.input(op, 0),
                 output.shape);
  append_strides(step, "first_strides", lowering.input(op, 1), output.shape);
  append_strides(step, "second_strides", lowering.input(op, 2), output.shape);
  step.parameters.push_back({"value_bytes", int64_t{type_bytes(output.type)}});
  step.comment = "select";
  step.cost.instructions = 40 * output.elements();
  return step;
}

}  // namespace mote
