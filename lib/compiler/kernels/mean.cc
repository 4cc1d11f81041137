#include "lib/compiler/kernels/mean.h"

#include <algorithm>
#include <bit>
#include <cmath>

#include "lib/compiler/kernels/families.h"

namespace mote {
namespace {

struct Extent {
  int64_t outer = 1, reduced = 1, inner = 1;
  bool together = true;  // the reduced dimensions lie side by side
};

// The reduced dimensions as one.
Extent read_extent(const Operator& op, const Lowering& lowering) {
  const std::vector<int>& shape = lowering.input(op, 0).shape;
  const std::set<int> axes = read_axes(op, lowering);
  Extent extent;
  for (int d = 0; d < static_cast<int>(shape.size()); ++d) {
    if (axes.count(d) != 0) {
      if (extent.inner != 1) extent.together = false;
      extent.reduced *= shape[d];
    } else {
      (d < *axes.begin() ? extent.outer : extent.inner) *= shape[d];
    }
  }
  return extent;
}

}  // namespace

std::set<int> read_axes(const Operator& op, const Lowering& lowering) {
  const int rank = static_cast<int>(lowering.input(op, 0).shape.size());
  const Tensor& tensor = lowering.input(op, 1);
  if (!tensor.constant()) lowering.refuse(op, "its axes are not constant");
  std::set<int> axes;
  for (const int32_t axis : constant_values<int32_t>(tensor)) {
    if (axis < -rank || axis >= rank) {
      lowering.refuse(op, "axis " + std::to_string(axis) + " does not exist");
    }
    axes.insert(axis < 0 ? axis + rank : axis);
  }
  if (axes.empty()) lowering.refuse(op, "it reduces no axis");
  return axes;
}

Multiplier mean_multiplier(double scale, int64_t count) {
  Multiplier m = quantize_multiplier(scale);
  const int shift = std::min(
      std::min(63 - std::countl_zero(static_cast<uint64_t>(count)), 32),
      31 + m.shift);
  m.multiplier = static_cast<int32_t>((int64_t{m.multiplier} << shift) / count);
  m.shift -= shift;
  return m;
}

namespace {

// Where LiteRT has a kernel of its own.
bool is_image_mean(const Operator& op, const Lowering& lowering) {
  return lowering.input(op, 0).shape.size() == 4 && op.options.keep_dims &&
         read_axes(op, lowering) == std::set<int>{1, 2};
}

// Sums without the zero point, which is scaled and rounded by itself.
void mean_like_litert(const Tensor& input, const Tensor& output, int64_t count,
                      Step& step) {
  const double scale = input.scale() / output.scale();
  const Multiplier multiplier =
      quantize_multiplier(scale / static_cast<double>(count));
  const int64_t zero = std::llround(input.zero_point() * scale);
  step.kernel = "litert::MeanInt8";
  step.parameter_type = "MeanParams";
  step.sources = {"device/nn/mean/mean_litert.cc"};
  step.parameters.insert(step.parameters.end(),
                         {{"input_zero_point", int64_t{0}},
                          {"output_zero_point", output.zero_point() - zero},
                          {"multiplier", int64_t{multiplier.multiplier}},
                          {"shift", int64_t{multiplier.shift}}});
}

}  // namespace

Step lower_mean(const Operator& op, Lowering& lowering) {
  const Tensor& input = lowering.input(op, 0);
  const Tensor& output = lowering.output(op);
  const Extent extent = read_extent(op, lowering);
  if (!extent.together || input.type == Type::kInt16) {
    return lower_reduce(op, lowering);
  }
  if (output.elements() != extent.outer * extent.inner ||
      input.type != output.type) {
    lowering.refuse(op, "its input and output do not fit each other");
  }
  Step step = lowering.begin(op, {0});
  step.header = "device/nn/mean/mean.h";
  step.sources = {"device/nn/mean/mean.cc"};
  step.comment = "mean of " + std::to_string(extent.reduced);
  step.cost.instructions = 6 * input.elements() + 30 * output.elements();
  step.parameters = {{"outer", extent.outer},
                     {"reduced", extent.reduced},
                     {"inner", extent.inner}};
  if (input.type == Type::kFloat32) {
    step.kernel = "reference::MeanFloat";
    step.parameter_type = "MeanFloatParams";
    return step;
  }
  if (input.type != Type::kInt8) {
    lowering.refuse(op, type_name(input.type) + " values",
                    "Convert the model to int8 or float32.");
  }
  if (op.rounding == Rounding::kLitert && is_image_mean(op, lowering)) {
    mean_like_litert(input, output, extent.reduced, step);
    return step;
  }
  const Multiplier multiplier =
      mean_multiplier(input.scale() / output.scale(), extent.reduced);
  step.kernel = "reference::MeanInt8";
  step.parameter_type = "MeanParams";
  step.parameters.insert(step.parameters.end(),
                         {{"input_zero_point", int64_t{input.zero_point()}},
                          {"output_zero_point", int64_t{output.zero_point()}},
                          {"multiplier", int64_t{multiplier.multiplier}},
                          {"shift", int64_t{multiplier.shift}}});
  return step;
}

}  // namespace mote
