#include <algorithm>

#include "device/nn/requantize.h"
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

}  // namespace

Step lower_quantize(const Operator& op, Lowering& lowering) {
  const Tensor& input = lowering.input(op, 0);
  const Tensor& output = lowering.output(op);
  if (input.type == Type::kFloat32 && output.type == Type::kInt8) {
    Step step = conversion(op, lowering, "QuantizeFloatToInt8", output);
    step.comment = "float32 to int8";
    return step;
  }
  if (input.type == Type::kInt8 && output.type == Type::kInt8) {
    const Multiplier scale =
        quantize_multiplier(input.scale() / output.scale());
    return lookup_step(op, lowering, "requantize", [&](int32_t value) {
      const int32_t scaled =
          output.zero_point() + nn::Requantize(value - input.zero_point(),
                                               scale.multiplier, scale.shift);
      return std::clamp(scaled, -128, 127);
    });
  }
  lowering.refuse(op, type_name(input.type) + " to " + type_name(output.type),
                  "mote quantizes float32 or int8 to int8.");
}

Step lower_dequantize(const Operator& op, Lowering& lowering) {
  const Tensor& input = lowering.input(op, 0);
  const Tensor& output = lowering.output(op);
  if (input.type != Type::kInt8 || output.type != Type::kFloat32) {
    lowering.refuse(op, type_name(input.type) + " to " + type_name(output.type),
                    "mote dequantizes int8 to float32.");
  }
  Step step = conversion(op, lowering, "DequantizeInt8ToFloat", input);
  step.comment = "int8 to float32";
  return step;
}

}  // namespace mote
