// Mul, Div, FloorDiv, FloorMod, Maximum, Minimum, SquaredDifference, Sub, and
// additions that broadcast.
#include <algorithm>

#include "lib/compiler/kernels/broadcast.h"
#include "lib/compiler/kernels/broadcast_add.h"
#include "lib/compiler/kernels/conv_layer.h"
#include "lib/compiler/kernels/families.h"
#include "lib/compiler/kernels/quantization.h"

namespace mote {
namespace {

using Fields = std::vector<ParameterField>;

void append(Step& step, const Fields& fields) {
  step.parameters.insert(step.parameters.end(), fields.begin(), fields.end());
}

std::string capital(Type type) {
  if (type == Type::kFloat32) return "Float";
  std::string name = type_name(type);
  name[0] = static_cast<char>(std::toupper(name[0]));
  return name;
}

[[noreturn]] void refuse_type(const Operator& op, const Lowering& lowering) {
  lowering.refuse(op, "values of " + type_name(lowering.output(op).type),
                  "Convert the model to int8 or float32.");
}

// The range of plain numbers.
Fields plain_range(Activation activation, Type type) {
  const FloatRange range = float_activation_range(activation);
  if (type == Type::kFloat32) {
    return {{"activation_min", double{range.min}},
            {"activation_max", double{range.max}}};
  }
  const auto whole = [](float value) {
    constexpr float kLimit = 0x1p31f;
    if (value >= kLimit) return int64_t{INT32_MAX};
    if (value <= -kLimit) return int64_t{INT32_MIN};
    return static_cast<int64_t>(value);
  };
  return {{"activation_min", whole(range.min)},
          {"activation_max", whole(range.max)}};
}

Fields quantized_range(Activation activation, const Tensor& output) {
  const ActivationRange range = activation_range(activation, output);
  return {{"activation_min", int64_t{range.min}},
          {"activation_max", int64_t{range.max}}};
}

bool is_quantized(Type type) {
  return type == Type::kInt8 || type == Type::kInt16;
}

bool is_plain(Type type) {
  return type == Type::kInt32 || type == Type::kFloat32;
}

void set_kernel(Step& step, const std::string& folder, const std::string& file,
                const std::string& kernel, const std::string& params) {
  step.header = "device/nn/" + folder + "/" + file + ".h";
  step.sources = {"device/nn/" + folder + "/" + file + ".cc"};
  step.kernel = "reference::" + kernel;
  step.parameter_type = params;
}

struct AddScales {
  Multiplier first, second, output;
};

// TensorFlow Lite computes the scales of an addition in double precision,
// those of a subtraction in single.
AddScales add_scales(double first, double second, double output,
                     int fraction_bits, bool subtract) {
  const double unit = 1 << fraction_bits;
  if (!subtract) {
    const double common = 2 * std::max(first, second);
    return {quantize_multiplier(first / common),
            quantize_multiplier(second / common),
            quantize_multiplier(common / (unit * output))};
  }
  const auto single = [](double value) { return static_cast<float>(value); };
  const float common = 2 * std::max(single(first), single(second));
  const float steps = single(unit) * single(output);
  return {quantize_multiplier(double{single(first) / common}),
          quantize_multiplier(double{single(second) / common}),
          quantize_multiplier(double{common / steps})};
}

Fields multiplier_fields(const std::string& name, int64_t zero_point,
                         const Multiplier& m) {
  return {{name + "_zero_point", zero_point},
          {name + "_multiplier", int64_t{m.multiplier}},
          {name + "_shift", int64_t{m.shift}}};
}

}  // namespace

Step broadcast_add(const Operator& op, Lowering& lowering, bool subtract) {
  const Tensor& first = lowering.input(op, 0);
  const Tensor& second = lowering.input(op, 1);
  const Tensor& output = lowering.output(op);
  const Activation activation = op.options.activation;
  Step step = broadcast_step(op, lowering);
  step.comment = (subtract ? "subtract" : "add") + describe(activation);
  set_kernel(step, "add", "broadcast_add",
             "BroadcastAdd" + capital(output.type), "BroadcastAddParams");
  const ParameterField sign = {"second_sign", int64_t{subtract ? -1 : 1}};
  if (is_plain(output.type)) {
    step.parameter_type = "BroadcastAdd" + capital(output.type) + "Params";
    append(step, {sign});
    append(step, plain_range(activation, output.type));
    return step;
  }
  if (!is_quantized(output.type)) refuse_type(op, lowering);
  const int fraction_bits = output.type == Type::kInt8 ? 20 : 15;
  const AddScales scales = add_scales(first.scale(), second.scale(),
                                      output.scale(), fraction_bits, subtract);
  append(step, {{"fraction_bits", int64_t{fraction_bits}}, sign});
  append(step, multiplier_fields("first", first.zero_point(), scales.first));
  append(step, multiplier_fields("second", second.zero_point(), scales.second));
  append(step, multiplier_fields("output", output.zero_point(), scales.output));
  append(step, quantized_range(activation, output));
  return step;
}

Step lower_sub(const Operator& op, Lowering& lowering) {
  return broadcast_add(op, lowering, true);
}

Step lower_mul(const Operator& op, Lowering& lowering) {
  const Tensor& first = lowering.input(op, 0);
  const Tensor& second = lowering.input(op, 1);
  const Tensor& output = lowering.output(op);
  const Activation activation = op.options.activation;
  Step step = broadcast_step(op, lowering);
  step.comment = "multiply" + describe(activation);
  set_kernel(step, "mul", "mul", "Mul" + capital(output.type), "MulParams");
  if (is_plain(output.type)) {
    step.parameter_type = "Mul" + capital(output.type) + "Params";
    append(step, plain_range(activation, output.type));
    return step;
  }
  if (!is_quantized(output.type)) refuse_type(op, lowering);
  const Multiplier m =
      quantize_multiplier(first.scale() * second.scale() / output.scale());
  append(step, {{"first_zero_point", int64_t{first.zero_point()}},
                {"second_zero_point", int64_t{second.zero_point()}},
                {"output_zero_point", int64_t{output.zero_point()}},
                {"multiplier", int64_t{m.multiplier}},
                {"shift", int64_t{m.shift}}});
  append(step, quantized_range(activation, output));
  return step;
}

static Step div_int8(const Operator& op, const Lowering& lowering) {
  const Tensor& first = lowering.input(op, 0);
  const Tensor& second = lowering.input(op, 1);
  const Tensor& output = lowering.output(op);
  Step step = broadcast_step(op, lowering);
  step.comment = "divide" + describe(op.options.activation);
  set_kernel(step, "div", "div_int8", "DivInt8", "DivInt8Params");
  const Multiplier m =
      quantize_multiplier(first.scale() / (second.scale() * output.scale()));
  append(step, {{"first_zero_point", int64_t{first.zero_point()}},
                {"second_zero_point", int64_t{second.zero_point()}},
                {"output_zero_point", int64_t{output.zero_point()}},
                {"multiplier", int64_t{m.multiplier}},
                {"shift", int64_t{m.shift}}});
  append(step, quantized_range(op.options.activation, output));
  return step;
}

Step lower_div(const Operator& op, Lowering& lowering) {
  const Type type = lowering.output(op).type;
  if (type == Type::kInt8) return div_int8(op, lowering);
  if (!is_plain(type)) refuse_type(op, lowering);
  Step step = broadcast_step(op, lowering);
  step.comment = "divide" + describe(op.options.activation);
  set_kernel(step, "div", "div", "Div" + capital(type),
             "Div" + capital(type) + "Params");
  append(step, plain_range(op.options.activation, type));
  return step;
}

Step lower_maximum(const Operator& op, Lowering& lowering) {
  const Type type = lowering.output(op).type;
  if (!is_plain(type) && !is_quantized(type) && type != Type::kInt64) {
    refuse_type(op, lowering);
  }
  const bool larger = op.code == OperatorCode::kMaximum;
  Step step = broadcast_step(op, lowering);
  step.comment = larger ? "maximum" : "minimum";
  set_kernel(step, "maximum", "maximum",
             (larger ? "Maximum" : "Minimum") + capital(type), "MaximumParams");
  return step;
}

Step lower_floor_div(const Operator& op, Lowering& lowering) {
  if (lowering.output(op).type != Type::kFloat32) refuse_type(op, lowering);
  const bool quotient = op.code == OperatorCode::kFloorDiv;
  Step step = broadcast_step(op, lowering);
  step.comment = quotient ? "divide, rounded down" : "remainder";
  set_kernel(step, "div", "floor_div",
             quotient ? "FloorDivFloat" : "FloorModFloat", "FloorDivParams");
  return step;
}

Step lower_squared_difference(const Operator& op, Lowering& lowering) {
  const Tensor& first = lowering.input(op, 0);
  const Tensor& second = lowering.input(op, 1);
  const Tensor& output = lowering.output(op);
  Step step = broadcast_step(op, lowering);
  step.comment = "squared difference";
  const std::string kernel = "SquaredDifference" + capital(output.type);
  if (is_plain(output.type)) {
    set_kernel(step, "squared_difference", "squared_difference", kernel,
               "SquaredDifferenceParams");
    return step;
  }
  if (!is_quantized(output.type)) refuse_type(op, lowering);
  set_kernel(step, "squared_difference", "squared_difference", kernel,
             "SquaredDifferenceQuantizedParams");
  const int fraction_bits = output.type == Type::kInt8 ? 7 : 0;
  const double common = 2 * std::max(first.scale(), second.scale());
  // TensorFlow Lite multiplies the output's scale in single precision.
  const double steps = double{static_cast<float>(1 << (2 * fraction_bits)) *
                              static_cast<float>(output.scale())};
  append(step, {{"fraction_bits", int64_t{fraction_bits}}});
  append(step, multiplier_fields("first", first.zero_point(),
                                 quantize_multiplier(first.scale() / common)));
  append(step, multiplier_fields("second", second.zero_point(),
                                 quantize_multiplier(second.scale() / common)));
  append(step, multiplier_fields("output", output.zero_point(),
                                 quantize_multiplier(common * common / steps)));
  return step;
}

}  // namespace mote
