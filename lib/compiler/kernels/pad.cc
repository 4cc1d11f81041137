#include <algorithm>

#include "lib/compiler/kernels/families.h"

namespace mote {
namespace {

constexpr size_t kDimensions = 4;

void append_four(Step& step, const std::string& name,
                 const std::vector<int64_t>& values) {
  for (size_t d = 0; d < kDimensions; ++d) {
    step.parameters.push_back({name + "." + std::to_string(d), values[d]});
  }
}

// A shape or border with leading dimensions added.
std::vector<int64_t> four(const std::vector<int>& values, int64_t missing) {
  std::vector<int64_t> result(kDimensions - values.size(), missing);
  result.insert(result.end(), values.begin(), values.end());
  return result;
}

// The one value of PadV2's third input, which must be a constant.
template <typename T>
T border_value(const Operator& op, const Lowering& lowering) {
  const Tensor& value = lowering.input(op, 2);
  if (!value.constant() || value.elements() != 1 ||
      value.type != lowering.output(op).type) {
    lowering.refuse(op, "its border's value is not one constant",
                    "Export the model with a constant value.");
  }
  return constant_values<T>(value)[0];
}

void set_int(Step& step, const std::string& type, int64_t value) {
  step.kernel = "reference::Pad" + type;
  step.parameters.push_back({"value", value});
}

// The kernel and the border's value: real 0, or what PadV2 says.
void set_kernel(Step& step, const Operator& op, const Lowering& lowering) {
  const Tensor& output = lowering.output(op);
  const bool given = lowering.has_input(op, 2);
  const auto zero = [&] {
    return int64_t{output.quantized() ? output.zero_point() : 0};
  };
  switch (output.type) {
    case Type::kInt8:
      return set_int(step, "Int8",
                     given ? border_value<int8_t>(op, lowering) : zero());
    case Type::kInt16:
      return set_int(step, "Int16",
                     given ? border_value<int16_t>(op, lowering) : zero());
    case Type::kInt32:
      return set_int(step, "Int32",
                     given ? border_value<int32_t>(op, lowering) : 0);
    case Type::kFloat32:
      step.kernel = "reference::PadFloat";
      step.parameter_type = "PadFloatParams";
      step.parameters.push_back(
          {"value", double{given ? border_value<float>(op, lowering) : 0.0f}});
      return;
    default:
      lowering.refuse(op, type_name(output.type) + " values",
                      "Convert the model to int8 or float32.");
  }
}

}  // namespace

Step lower_pad(const Operator& op, Lowering& lowering) {
  const Tensor& input = lowering.input(op, 0);
  const Tensor& output = lowering.output(op);
  const Tensor& borders = lowering.input(op, 1);
  if (input.shape.size() > kDimensions || !borders.constant() ||
      borders.type != Type::kInt32 ||
      borders.elements() != 2 * static_cast<int64_t>(input.shape.size())) {
    lowering.refuse(op, "it needs a constant border and at most 4 dimensions");
  }
  std::vector<int> before;
  const std::vector<int32_t> pairs = constant_values<int32_t>(borders);
  for (size_t i = 0; i < pairs.size(); i += 2) before.push_back(pairs[i]);
  for (size_t d = 0; d < input.shape.size(); ++d) {
    if (output.shape.size() != input.shape.size() || pairs[2 * d] < 0 ||
        pairs[2 * d + 1] < 0 ||
        output.shape[d] != input.shape[d] + pairs[2 * d] + pairs[2 * d + 1]) {
      lowering.refuse(op, "its output does not fit its border");
    }
  }
  Step step = lowering.begin(op, {0});
  step.parameter_type = "PadParams";
  step.header = "device/nn/pad/pad.h";
  step.sources = {"device/nn/pad/pad.cc"};
  append_four(step, "input_shape", four(input.shape, 1));
  append_four(step, "output_shape", four(output.shape, 1));
  append_four(step, "before", four(before, 0));
  set_kernel(step, op, lowering);
  step.comment = "pad";
  step.cost.instructions = 20 * output.elements();
  return step;
}

}  // namespace mote
