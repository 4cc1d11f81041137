// Sum, ReduceMax, ReduceMin, ReduceAll, and means that are not over one group
// of neighbouring dimensions.
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "lib/compiler/kernels/families.h"
#include "lib/compiler/kernels/mean.h"

namespace mote {
namespace {

constexpr size_t kGroups = 3;  // of nn::ReduceShape

struct Group {
  int64_t size, stride;
};

// Neighbours that are both kept or both reduced are one.
struct Groups {
  std::vector<Group> kept, reduced;
  int64_t count = 1;  // values that make one
};

Groups read_groups(const Operator& op, const Lowering& lowering) {
  const std::vector<int>& shape = lowering.input(op, 0).shape;
  const std::set<int> axes = read_axes(op, lowering);
  Groups groups;
  int64_t stride = lowering.input(op, 0).elements();
  int before = -1;  // of the last dimension: 1 reduced, 0 kept
  for (size_t d = 0; d < shape.size(); ++d) {
    stride /= shape[d];
    const bool reduced = axes.count(static_cast<int>(d)) != 0;
    std::vector<Group>& list = reduced ? groups.reduced : groups.kept;
    if (reduced) groups.count *= shape[d];
    if (shape[d] == 1) continue;
    if (before == (reduced ? 1 : 0)) {
      list.back() = {list.back().size * shape[d], stride};
    } else {
      list.push_back({shape[d], stride});
    }
    before = reduced ? 1 : 0;
  }
  if (groups.kept.size() > kGroups || groups.reduced.size() > kGroups) {
    lowering.refuse(op, "its axes lie in too many groups",
                    "Reduce fewer axes at a time.");
  }
  return groups;
}

void append_groups(Step& step, const std::string& name,
                   std::vector<Group> groups) {
  groups.insert(groups.begin(), kGroups - groups.size(), Group{1, 0});
  for (size_t i = 0; i < kGroups; ++i) {
    step.parameters.push_back(
        {fmt::format("shape.{}_sizes.{}", name, i), groups[i].size});
  }
  for (size_t i = 0; i < kGroups; ++i) {
    step.parameters.push_back(
        {fmt::format("shape.{}_strides.{}", name, i), groups[i].stride});
  }
}

bool is_mean(const Operator& op) { return op.code == OperatorCode::kMean; }

void set_sum(Step& step, const Operator& op, const Lowering& lowering,
             int64_t count) {
  const Tensor& input = lowering.input(op, 0);
  const Tensor& output = lowering.output(op);
  if (input.type == Type::kFloat32) {
    step.kernel = "reference::ReduceSumFloat";
    step.parameter_type = "ReduceSumFloatParams";
    step.parameters.push_back(
        {"divisor", is_mean(op) ? static_cast<double>(count) : 1.0});
    return;
  }
  if (input.type != Type::kInt8 && input.type != Type::kInt16) {
    lowering.refuse(op, type_name(input.type) + " values");
  }
  const double scale = input.scale() / output.scale();
  const Multiplier m =
      is_mean(op) ? mean_multiplier(scale, count) : quantize_multiplier(scale);
  step.kernel = input.type == Type::kInt8 ? "reference::ReduceSumInt8"
                                          : "reference::ReduceSumInt16";
  step.parameter_type = "ReduceSumParams";
  step.parameters.insert(step.parameters.end(),
                         {{"count", count},
                          {"input_zero_point", int64_t{input.zero_point()}},
                          {"output_zero_point", int64_t{output.zero_point()}},
                          {"multiplier", int64_t{m.multiplier}},
                          {"shift", int64_t{m.shift}}});
}

void set_extreme(Step& step, const Operator& op, const Lowering& lowering) {
  const Tensor& input = lowering.input(op, 0);
  const Tensor& output = lowering.output(op);
  const bool real = input.type == Type::kFloat32;
  if (!real && input.type != Type::kInt8) {
    lowering.refuse(op, type_name(input.type) + " values");
  }
  if (!real && (input.scale() != output.scale() ||
                input.zero_point() != output.zero_point())) {
    lowering.refuse(op, "its output has another scale than its input");
  }
  step.kernel = fmt::format("reference::Reduce{}{}",
                            op.code == OperatorCode::kReduceMax ? "Max" : "Min",
                            real ? "Float" : "Int8");
}

}  // namespace

Step lower_reduce(const Operator& op, Lowering& lowering) {
  const Tensor& input = lowering.input(op, 0);
  const Tensor& output = lowering.output(op);
  Step step = lowering.begin(op, {0});
  const Groups groups = read_groups(op, lowering);
  if (output.elements() * groups.count != input.elements() ||
      input.type != output.type) {
    lowering.refuse(op, "its input and output do not fit each other");
  }
  step.header = "device/nn/reduce/reduce.h";
  step.sources = {"device/nn/reduce/reduce.cc"};
  step.parameter_type = "ReduceParams";
  append_groups(step, "kept", groups.kept);
  append_groups(step, "reduced", groups.reduced);
  if (op.code == OperatorCode::kReduceAll) {
    if (input.type != Type::kBool) {
      lowering.refuse(op, type_name(input.type) + " values");
    }
    step.kernel = "reference::ReduceAll";
  } else if (is_mean(op) || op.code == OperatorCode::kSum) {
    set_sum(step, op, lowering, groups.count);
  } else {
    set_extreme(step, op, lowering);
  }
  step.comment = fmt::format("{} of {}", operator_name(op), groups.count);
  std::ranges::transform(step.comment, step.comment.begin(), [](char c) {
    return c == '_' ? ' ' : static_cast<char>(std::tolower(c));
  });
  step.cost.instructions = 10 * input.elements() + 30 * output.elements();
  return step;
}

}  // namespace mote
