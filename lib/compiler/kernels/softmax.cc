#include <algorithm>
#include <cmath>

#include "lib/compiler/kernels/families.h"
#include "lib/compiler/kernels/quantization.h"

namespace mote {
namespace {

// Integer bits of the scaled differences (TensorFlow Lite's
// PreprocessSoftmaxScaling and CalculateInputRadius).
constexpr int kIntegerBits = 5;

struct Scaling {
  Multiplier multiplier;
  int64_t difference_min;
};

Scaling softmax_scaling(double beta, double input_scale) {
  const double largest = (int64_t{1} << 31) - 1.0;
  Scaling scaling;
  scaling.multiplier = quantize_multiplier(
      std::min(beta * input_scale * (1 << (31 - kIntegerBits)), largest));
  const double radius = ((1 << kIntegerBits) - 1) *
                        std::ldexp(1.0, 31 - kIntegerBits) /
                        std::ldexp(1.0, scaling.multiplier.shift);
  scaling.difference_min = -static_cast<int64_t>(std::floor(radius));
  return scaling;
}

}  // namespace

Step lower_softmax(const Operator& op, Lowering& lowering) {
  const Tensor& input = lowering.input(op, 0);
  const Tensor& output = lowering.output(op);
  const bool wide = input.type == Type::kInt8 && output.type == Type::kInt16;
  if (!wide && (input.type != output.type ||
                (input.type != Type::kInt8 && input.type != Type::kFloat32))) {
    lowering.refuse(op, type_name(input.type) + " to " + type_name(output.type),
                    "Convert the model to int8 or float32.");
  }
  lowering.require_same_size(op);
  Step step = lowering.begin(op, {0});
  step.header = "device/nn/softmax/softmax.h";
  step.sources = {"device/nn/softmax/softmax.cc"};
  step.in_place = !wide;
  const int64_t depth = input.shape.empty() ? 1 : input.shape.back();
  step.parameters = {{"rows", input.elements() / depth}, {"depth", depth}};
  step.comment = "softmax over " + std::to_string(depth);
  step.cost.instructions = 400 * input.elements();
  if (input.type == Type::kFloat32) {
    step.kernel = "reference::SoftmaxFloat";
    step.parameter_type = "SoftmaxFloatParams";
    step.parameters.push_back({"beta", double{op.options.beta}});
    return step;
  }
  const Scaling scaling =
      softmax_scaling(double{op.options.beta}, input.scale());
  if (scaling.multiplier.shift < 0) {
    lowering.refuse(op, "its input's scale is too small");
  }
  step.kernel =
      wide ? "reference::SoftmaxInt8ToInt16" : "reference::SoftmaxInt8";
  step.parameter_type = "SoftmaxParams";
  step.parameters.insert(
      step.parameters.end(),
      {{"multiplier", int64_t{scaling.multiplier.multiplier}},
       {"left_shift", int64_t{scaling.multiplier.shift}},
       {"difference_min", std::max<int64_t>(scaling.difference_min, -512)}});
  return step;
}

}  // namespace mote
