#include "lib/compiler/kernels/slopes.h"

#include <cmath>

#include "lib/compiler/kernels/sigmoid_table.h"
#include "lib/compiler/kernels/unary.h"

namespace mote {
namespace {

constexpr Multiplier kOne{1 << 30, 1};

// TensorFlow Lite Micro's ReLU6 keeps the input's scale, whatever the output's.
Slopes relu6_slopes(const Tensor& input) {
  Slopes slopes;
  slopes.input_zero_point = slopes.output_zero_point = input.zero_point();
  slopes.positive = slopes.negative = kOne;
  slopes.range = activation_range(Activation::kRelu6, input);
  slopes.range.min = input.zero_point();
  return slopes;
}

void append_sigmoid_scale(Step& step, double input_scale, bool tanh) {
  // CheckedLog2 in TensorFlow Lite: a power of two up to 0.1 %.
  constexpr int kFractionBits = 12;
  int64_t multiplier = 0, shift = 0;
  for (const int power : {0, 1}) {
    const double exact = std::ldexp(1.0, power - kFractionBits);
    if (power > 0 && !tanh) break;
    if (std::abs(std::log2(input_scale / exact)) < 1e-3)
      multiplier = 3 << power;
  }
  if (multiplier == 0) {
    double scaled = input_scale * 4096.0 * 3.0;
    for (; scaled <= 32767.0 / 2.0 && shift <= 30; ++shift) scaled *= 2.0;
    multiplier = static_cast<int64_t>(scaled);
  }
  step.parameters.push_back({"multiplier", multiplier});
  step.parameters.push_back({"shift", shift});
}

Step int16_step(const Operator& op, const Lowering& lowering,
                const std::string& kernel, const std::string& params) {
  Step step = lowering.begin(op, {0});
  step.header = "device/nn/elementwise/int16.h";
  step.sources = {"device/nn/elementwise/int16.cc"};
  step.kernel = "reference::" + kernel;
  step.parameter_type = params;
  step.parameters = {{"size", lowering.output(op).elements()}};
  step.cost.instructions = 30 * lowering.output(op).elements();
  return step;
}

void require_symmetric(const Operator& op, const Lowering& lowering) {
  for (const Tensor* t : {&lowering.input(op, 0), &lowering.output(op)}) {
    if (t->zero_point() != 0) {
      lowering.refuse(op, "'" + t->name + "' has a zero point",
                      "16-bit tensors have zero point 0.");
    }
  }
}

}  // namespace

Slopes read_slopes(const Operator& op, const Lowering& lowering) {
  const Tensor& input = lowering.input(op, 0);
  const Tensor& output = lowering.output(op);
  const bool relu6 = op.code == OperatorCode::kRelu6;
  if (relu6 && op.rounding == Rounding::kTflm) return relu6_slopes(input);
  const double scale = input.scale() / output.scale();
  Slopes slopes;
  slopes.input_zero_point = input.zero_point();
  slopes.output_zero_point = output.zero_point();
  slopes.positive = slopes.negative = quantize_multiplier(scale);
  slopes.range = activation_range(Activation::kNone, output);
  if (relu6 || op.code == OperatorCode::kRelu) {
    slopes.range = activation_range(
        relu6 ? Activation::kRelu6 : Activation::kRelu, output);
  } else if (op.code == OperatorCode::kAbs) {
    slopes.negative_sign = -1;
  } else {
    const double slope =
        input.scale() * double{op.options.alpha} / output.scale();
    if (!std::isfinite(slope)) {
      lowering.refuse(op, "its slope is not a number");
    }
    slopes.negative = quantize_multiplier(std::abs(slope));
    slopes.result_sign = slope < 0 ? -1 : 1;
  }
  return slopes;
}

Step slopes_int16(const Operator& op, Lowering& lowering) {
  require_symmetric(op, lowering);
  const Slopes s = read_slopes(op, lowering);
  Step step = int16_step(op, lowering, "SlopesInt16", "SlopesParams");
  step.parameters.insert(
      step.parameters.end(),
      {{"input_zero_point", int64_t{s.input_zero_point}},
       {"output_zero_point", int64_t{s.output_zero_point}},
       {"positive_multiplier", int64_t{s.positive.multiplier}},
       {"positive_shift", int64_t{s.positive.shift}},
       {"negative_sign", int64_t{s.negative_sign}},
       {"result_sign", int64_t{s.result_sign}},
       {"negative_multiplier", int64_t{s.negative.multiplier}},
       {"negative_shift", int64_t{s.negative.shift}},
       {"activation_min", int64_t{s.range.min}},
       {"activation_max", int64_t{s.range.max}}});
  return step;
}

Step sigmoid_int16(const Operator& op, Lowering& lowering) {
  require_symmetric(op, lowering);
  const bool tanh = op.code == OperatorCode::kTanh;
  const double scale = lowering.input(op, 0).scale();
  if (scale * 4096 * 3 > 32767 || scale * 4096 * 3 < 1e-5) {
    lowering.refuse(op, "its input's scale is not one that it takes");
  }
  Step step = int16_step(op, lowering, tanh ? "TanhInt16" : "LogisticInt16",
                         "SigmoidParams");
  append_sigmoid_scale(step, scale, tanh);
  step.parameters.push_back({"table", sigmoid_table(lowering)});
  return step;
}

}  // namespace mote
