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
  const bool int8 = input.type == Type::kInt8;
  if (!int8 && input.type != Type::kFloat32) {
    lowering.refuse(op, type_name(input.type) + " values",
                    "Convert the model to int8 or float32.");
  }
  step.kernel = int8 ? "reference::PadInt8" : "reference::PadFloat";
  step.parameters.push_back(
      {"value", int8 ? int64_t{output.zero_point()} : int64_t{0}});
  step.comment = "pad";
  step.cost.instructions = 20 * output.elements();
  return step;
}

}  // namespace mote
