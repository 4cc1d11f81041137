#include <algorithm>

#include "lib/compiler/kernels/families.h"
#include "lib/compiler/kernels/lookup_step.h"
#include "lib/compiler/kernels/quantization.h"

namespace mote {
namespace {

Step conversion(const Operator& op, Lowering& lowering,
                const std::string& kernel, const Tensor& quantized) {
  lowering.require_same_size(op);
  Step step = lowering.begin(op, {0});
  step.kernel = "reference::" + kernel;
  step.parameter_type = "QuantizeParams";
  step.header = "device/nn/quantize/quantize.h";
  step.sources = {"device/nn/quantize/quantize.cc"};
  step.parameters = {{"size", quantized.elements()},
                     {"zero_point", int64_t{quantized.zero_point()}},
                     {"scale", quantized.scale()}};
  step.cost.instructions = 60 * quantized.elements();
  return step;
}

bool is_byte(Type type) { return type == Type::kInt8 || type == Type::kUint8; }

std::string capital(Type type) {
  std::string name = type_name(type);
  name[0] = static_cast<char>(std::toupper(name[0]));
  return name;
}

Multiplier rescale(const Tensor& input, const Tensor& output) {
  return quantize_multiplier(input.scale() / output.scale());
}

// A byte to a byte, as a table over the byte seen as int8.
Step byte_table(const Operator& op, Lowering& lowering) {
  const Tensor& input = lowering.input(op, 0);
  const Tensor& output = lowering.output(op);
  const bool from_unsigned = input.type == Type::kUint8;
  const bool to_unsigned = output.type == Type::kUint8;
  const auto function = [&](bool ties_up) {
    Multiplier scale = rescale(input, output);
    scale.ties_up = ties_up;
    return [=, &input, &output](int32_t byte) {
      const int32_t value = from_unsigned ? byte & 0xff : byte;
      const int32_t scaled =
          output.zero_point() + requantize(value - input.zero_point(), scale);
      return std::clamp(scaled, to_unsigned ? 0 : -128,
                        to_unsigned ? 255 : 127);
    };
  };
  // LiteRT's vectors hold so many values; it rounds those left over otherwise.
  constexpr int64_t kGroup = 16;
  const int64_t in_groups = op.rounding == Rounding::kLitert
                                ? output.elements() / kGroup * kGroup
                                : 0;
  Step step = two_lookups_step(op, lowering, "requantize", in_groups,
                               function(true), function(false));
  step.untyped = true;
  step.comment = type_name(input.type) + " to " + type_name(output.type);
  return step;
}

Step requantization(const Operator& op, Lowering& lowering) {
  const Tensor& input = lowering.input(op, 0);
  const Tensor& output = lowering.output(op);
  const Multiplier scale = rescale(input, output);
  lowering.require_same_size(op);
  Step step = lowering.begin(op, {0});
  step.kernel = "reference::Requantize" + capital(input.type) + "To" +
                capital(output.type);
  step.parameter_type = "RequantizeParams";
  step.header = "device/nn/quantize/requantize_values.h";
  step.sources = {"device/nn/quantize/requantize_values.cc"};
  step.parameters = {{"size", output.elements()},
                     {"input_zero_point", int64_t{input.zero_point()}},
                     {"output_zero_point", int64_t{output.zero_point()}},
                     {"multiplier", int64_t{scale.multiplier}},
                     {"shift", int64_t{scale.shift}}};
  step.comment = type_name(input.type) + " to " + type_name(output.type);
  step.cost.instructions = 20 * output.elements();
  return step;
}

// What TensorFlow Lite Micro requantizes, bytes aside.
bool requantizes(Type from, Type to) {
  switch (from) {
    case Type::kInt8:
      return to == Type::kInt16 || to == Type::kInt32;
    case Type::kInt16:
      return to == Type::kInt8 || to == Type::kInt16 || to == Type::kInt32;
    case Type::kInt32:
      return to == Type::kInt8 || to == Type::kInt16;
    default:
      return false;
  }
}

}  // namespace

Step lower_quantize(const Operator& op, Lowering& lowering) {
  const Tensor& input = lowering.input(op, 0);
  const Tensor& output = lowering.output(op);
  if (input.type == Type::kFloat32 &&
      (output.type == Type::kInt8 || output.type == Type::kInt16)) {
    Step step = conversion(op, lowering,
                           "QuantizeFloatTo" + capital(output.type), output);
    step.comment = "float32 to " + type_name(output.type);
    return step;
  }
  if (is_byte(input.type) && is_byte(output.type)) {
    return byte_table(op, lowering);
  }
  if (requantizes(input.type, output.type)) {
    return requantization(op, lowering);
  }
  lowering.refuse(op, type_name(input.type) + " to " + type_name(output.type),
                  "mote quantizes float32 and integers of 8 to 32 bits.");
}

Step lower_dequantize(const Operator& op, Lowering& lowering) {
  const Tensor& input = lowering.input(op, 0);
  const Tensor& output = lowering.output(op);
  if ((!is_byte(input.type) && input.type != Type::kInt16) ||
      output.type != Type::kFloat32) {
    lowering.refuse(op, type_name(input.type) + " to " + type_name(output.type),
                    "mote dequantizes int8, uint8 and int16 to float32.");
  }
  Step step = conversion(op, lowering,
                         "Dequantize" + capital(input.type) + "ToFloat", input);
  step.comment = type_name(input.type) + " to float32";
  return step;
}

}  // namespace mote
