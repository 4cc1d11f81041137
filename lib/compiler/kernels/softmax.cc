#include <algorithm>
#include <cmath>

#include "lib/compiler/kernels/families.h"
#include "lib/compiler/kernels/softmax_scaling.h"

namespace mote {
namespace {

// Integer bits of the scaled differences.
constexpr int kIntegerBits = 5;

// 513 values of function(x) for x from `low` to `high`, in Q0.15, each moved
// by half of what the chord to its neighbour misses the middle by: TensorFlow
// Lite's LUTPopulate, in single precision as there.
std::vector<int16_t> chord_table(float low, float high,
                                 float (*function)(float)) {
  constexpr int kSteps = 512;
  const float step = (high - low) / kSteps;
  const float scale = 2.0f / 65535;
  const float unit = 65536.0f / (scale * 32767 - scale * -32768);
  const auto saturated = [](float value) {
    return static_cast<int16_t>(std::clamp(value, -32768.0f, 32767.0f));
  };
  std::vector<int16_t> table;
  for (int i = 0; i < kSteps; ++i) {
    const float x = low + static_cast<float>(i) * step;
    const float here = std::round(function(x) * unit);
    const float next = function(low + static_cast<float>(i + 1) * step) * unit;
    const float chord = std::round((next + here) / 2);
    const float middle = std::round(function(x + step / 2) * unit);
    table.push_back(saturated(here - std::round((chord - middle) / 2)));
  }
  table.push_back(saturated(std::round(function(high) * unit)));
  return table;
}

Step softmax_int16(const Operator& op, Lowering& lowering) {
  const Tensor& input = lowering.input(op, 0);
  const Tensor& output = lowering.output(op);
  if (input.zero_point() != 0 || output.zero_point() != 0) {
    lowering.refuse(op, "its 16-bit tensors have a zero point");
  }
  lowering.require_same_size(op);
  const int64_t depth = input.shape.empty() ? 1 : input.shape.back();
  const Multiplier m = quantize_multiplier(
      input.scale() * double{op.options.beta} / (10.0 / 65535.0));
  // Sums of exponentials have 31 bits.
  constexpr int64_t kLargestDepth = 1 << 15;
  if (m.shift > 14 || depth > kLargestDepth) {
    lowering.refuse(op, "its input's scale or its row is too large");
  }
  Step step = lowering.begin(op, {0});
  step.header = "device/nn/softmax/softmax_int16.h";
  step.sources = {"device/nn/softmax/softmax_int16.cc"};
  step.kernel = "reference::SoftmaxInt16";
  step.parameter_type = "SoftmaxInt16Params";
  step.in_place = true;
  const float tenth = 10.0f / 65535, unit = 1.0f / 65535;
  step.parameters = {
      {"rows", input.elements() / depth},
      {"depth", depth},
      {"multiplier", int64_t{m.multiplier}},
      {"shift", int64_t{m.shift}},
      {"exponentials",
       lowering.constant(
           "Exponentials", Type::kInt16,
           chord_table(tenth * -65535, 0, [](float x) { return std::exp(x); }),
           "exp(x), -10 to 0, 15 fraction bits")},
      {"reciprocals",
       lowering.constant("Reciprocals", Type::kInt16,
                         chord_table(0, unit * 65535,
                                     [](float x) { return 1.0f / (1.0f + x); }),
                         "1 / (1 + x), 0 to 1, 15 fraction bits")}};
  step.comment = "softmax over " + std::to_string(depth);
  step.cost.instructions = 60 * input.elements();
  return step;
}

}  // namespace

SoftmaxScaling softmax_scaling(double beta, double input_scale) {
  const double largest = (int64_t{1} << 31) - 1.0;
  SoftmaxScaling scaling;
  scaling.multiplier = quantize_multiplier(
      std::min(beta * input_scale * (1 << (31 - kIntegerBits)), largest));
  const double radius = ((1 << kIntegerBits) - 1) *
                        std::ldexp(1.0, 31 - kIntegerBits) /
                        std::ldexp(1.0, scaling.multiplier.shift);
  scaling.difference_min = -static_cast<int64_t>(std::floor(radius));
  return scaling;
}

Step lower_softmax(const Operator& op, Lowering& lowering) {
  const Tensor& input = lowering.input(op, 0);
  const Tensor& output = lowering.output(op);
  if (input.type == Type::kInt16 && output.type == Type::kInt16) {
    return softmax_int16(op, lowering);
  }
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
  const SoftmaxScaling scaling =
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
