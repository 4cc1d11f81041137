// Operators along one dimension: ArgMax, ArgMin, Cumsum, L2Normalization,
// LogSoftmax; and L2Pool2d.
#include <fmt/format.h>

#include <algorithm>

#include "lib/compiler/kernels/conv_layer.h"
#include "lib/compiler/kernels/quantization.h"
#include "lib/compiler/kernels/rare_families.h"
#include "lib/compiler/kernels/softmax_scaling.h"
#include "lib/compiler/kernels/window_geometry.h"

namespace mote {
namespace {

struct Extent {
  int64_t outer = 1, axis = 1, inner = 1;
};

// Input 0 around the dimension that the constant input 1 names.
Extent around_axis(const Operator& op, const Lowering& lowering) {
  const std::vector<int>& shape = lowering.input(op, 0).shape;
  const Tensor& chosen = lowering.input(op, 1);
  const int rank = static_cast<int>(shape.size());
  if (!chosen.constant() || chosen.elements() != 1) {
    lowering.refuse(op, "its axis is not one constant");
  }
  int axis = constant_values<int32_t>(chosen)[0];
  if (axis < -rank || axis >= rank) {
    lowering.refuse(op, fmt::format("axis {} does not exist", axis));
  }
  if (axis < 0) axis += rank;
  Extent extent;
  for (int d = 0; d < rank; ++d) {
    (d < axis    ? extent.outer
     : d == axis ? extent.axis
                 : extent.inner) *= shape[d];
  }
  return extent;
}

Step row_step(const Operator& op, const Lowering& lowering,
              const std::string& file, const std::string& kernel,
              const std::string& params) {
  Step step = lowering.begin(op, {0});
  step.header = "device/nn/" + file + ".h";
  step.sources = {"device/nn/" + file + ".cc"};
  step.kernel = "reference::" + kernel;
  step.parameter_type = params;
  step.cost.instructions = 40 * lowering.input(op, 0).elements();
  return step;
}

// "Int8" or "Float".
std::string int8_or_float(const Operator& op, const Lowering& lowering) {
  const Type type = lowering.input(op, 0).type;
  if (type == Type::kInt8) return "Int8";
  if (type == Type::kFloat32) return "Float";
  lowering.refuse(op, type_name(type) + " values",
                  "Convert the model to int8 or float32.");
}

void append_rows(Step& step, const Tensor& input) {
  const int64_t depth = input.shape.empty() ? 1 : input.shape.back();
  step.parameters = {{"rows", input.elements() / depth}, {"depth", depth}};
}

void require_same_type(const Operator& op, const Lowering& lowering) {
  lowering.require_same_size(op);
  if (lowering.input(op, 0).type != lowering.output(op).type) {
    lowering.refuse(op, "its output is of another type");
  }
}

Step log_softmax_int8(const Operator& op, const Lowering& lowering) {
  const Tensor& input = lowering.input(op, 0);
  const SoftmaxScaling scaling = softmax_scaling(1, input.scale());
  const Multiplier m = scaling.multiplier;
  // Sums of exponentials have 12 bits before the point.
  constexpr int64_t kLargestDepth = 4095;
  if (m.shift < 0 || m.shift > 30 || input.shape.empty() ||
      input.shape.back() > kLargestDepth) {
    lowering.refuse(op, "its input's scale or its row is out of range");
  }
  const Multiplier back = quantize_multiplier(
      static_cast<double>(int64_t{1} << (31 - m.shift)) / m.multiplier);
  Step step = row_step(op, lowering, "normalize/log_softmax_int8",
                       "LogSoftmaxInt8", "LogSoftmaxParams");
  append_rows(step, input);
  step.parameters.insert(
      step.parameters.end(),
      {{"multiplier", int64_t{m.multiplier}},
       {"left_shift", int64_t{m.shift}},
       {"back_multiplier", int64_t{back.multiplier}},
       {"back_shift", int64_t{back.shift}},
       {"difference_min", std::max<int64_t>(scaling.difference_min, -512)}});
  step.comment = "logarithm of softmax";
  step.cost.instructions = 300 * input.elements();
  return step;
}

}  // namespace

Step lower_arg(const Operator& op, Lowering& lowering) {
  const Extent extent = around_axis(op, lowering);
  const bool smallest = op.code == OperatorCode::kArgMin;
  Step step = row_step(op, lowering, "arg/arg",
                       "Arg" + int8_or_float(op, lowering), "ArgParams");
  if (lowering.output(op).type != Type::kInt32 ||
      lowering.output(op).elements() != extent.outer * extent.inner) {
    lowering.refuse(op, "its output does not fit its input, or is not int32");
  }
  step.parameters = {{"outer", extent.outer},
                     {"axis", extent.axis},
                     {"inner", extent.inner},
                     {"smallest", int64_t{smallest}}};
  step.comment = fmt::format("where the {} of {} is",
                             smallest ? "smallest" : "largest", extent.axis);
  return step;
}

Step lower_cumsum(const Operator& op, Lowering& lowering) {
  require_same_type(op, lowering);
  const Extent extent = around_axis(op, lowering);
  const std::string type = int8_or_float(op, lowering);
  const bool real = type == "Float";
  Step step = row_step(op, lowering, "cumsum/cumsum", "Cumsum" + type,
                       real ? "CumsumParams" : "CumsumInt8Params");
  const std::string prefix = real ? "" : "sums.";
  step.parameters = {{prefix + "outer", extent.outer},
                     {prefix + "axis", extent.axis},
                     {prefix + "inner", extent.inner},
                     {prefix + "exclusive", int64_t{op.options.exclusive}},
                     {prefix + "reverse", int64_t{op.options.reverse}}};
  step.comment = "running sum";
  step.in_place = true;
  if (real) return step;
  const Tensor& input = lowering.input(op, 0);
  const Tensor& output = lowering.output(op);
  const Multiplier m =
      quantize_multiplier(2 * input.scale() / ((1 << 20) * output.scale()));
  step.parameters.insert(step.parameters.end(),
                         {{"input_zero_point", int64_t{input.zero_point()}},
                          {"output_zero_point", int64_t{output.zero_point()}},
                          {"multiplier", int64_t{m.multiplier}},
                          {"shift", int64_t{m.shift}}});
  return step;
}

Step lower_l2_normalization(const Operator& op, Lowering& lowering) {
  require_same_type(op, lowering);
  if (op.options.activation != Activation::kNone) {
    lowering.refuse(op, "it has a fused activation");
  }
  const Tensor& input = lowering.input(op, 0);
  const std::string type = int8_or_float(op, lowering);
  Step step = row_step(op, lowering, "normalize/normalize",
                       "L2Normalize" + type, "L2NormalizeParams");
  append_rows(step, input);
  step.parameters.push_back(
      {"input_zero_point", int64_t{type == "Int8" ? input.zero_point() : 0}});
  step.comment = "rows of length 1";
  return step;
}

Step lower_log_softmax(const Operator& op, Lowering& lowering) {
  require_same_type(op, lowering);
  if (int8_or_float(op, lowering) == "Int8") {
    return log_softmax_int8(op, lowering);
  }
  Step step = row_step(op, lowering, "normalize/normalize", "LogSoftmaxFloat",
                       "LogSoftmaxFloatParams");
  append_rows(step, lowering.input(op, 0));
  step.comment = "logarithm of softmax";
  return step;
}

Step lower_l2_pool(const Operator& op, Lowering& lowering) {
  const Tensor& input = lowering.input(op, 0);
  const nn::Window window =
      read_window(op, lowering, op.options.filter_h, op.options.filter_w);
  if (input.type != Type::kFloat32 ||
      lowering.output(op).type != Type::kFloat32 ||
      input.shape[3] != lowering.output(op).shape[3]) {
    lowering.refuse(op, "its input and output do not fit each other");
  }
  Step step =
      row_step(op, lowering, "pool/l2_pool", "L2PoolFloat", "PoolFloatParams");
  const FloatRange range = float_activation_range(op.options.activation);
  step.parameters = window_fields(window);
  step.parameters.push_back({"channels", int64_t{input.shape[3]}});
  step.parameters.push_back({"activation_min", double{range.min}});
  step.parameters.push_back({"activation_max", double{range.max}});
  step.comment =
      describe(window) + " L2 pool" + describe(op.options.activation);
  return step;
}

}  // namespace mote
