#include "lib/compiler/kernels/broadcast.h"
#include "lib/compiler/kernels/families.h"
#include "lib/compiler/kernels/quantization.h"

namespace mote {

Step lower_prelu(const Operator& op, Lowering& lowering) {
  const Tensor& input = lowering.input(op, 0);
  const Tensor& alpha = lowering.input(op, 1);
  const Tensor& output = lowering.output(op);
  Step step = broadcast_step(op, lowering);
  step.header = "device/nn/prelu/prelu.h";
  step.sources = {"device/nn/prelu/prelu.cc"};
  step.comment = "parametric ReLU";
  if (output.type == Type::kFloat32) {
    step.kernel = "reference::PreluFloat";
    step.parameter_type = "PreluFloatParams";
    return step;
  }
  const bool wide = output.type == Type::kInt16;
  if ((!wide && output.type != Type::kInt8) || alpha.type != Type::kInt8) {
    lowering.refuse(op, type_name(output.type) + " values",
                    "Convert the model to int8 or float32.");
  }
  const Multiplier positive =
      quantize_multiplier(input.scale() / output.scale());
  const Multiplier negative =
      quantize_multiplier(input.scale() * alpha.scale() / output.scale());
  step.kernel = wide ? "reference::PreluInt16" : "reference::PreluInt8";
  step.parameter_type = "PreluParams";
  step.parameters.insert(step.parameters.end(),
                         {{"input_zero_point", int64_t{input.zero_point()}},
                          {"alpha_zero_point", int64_t{alpha.zero_point()}},
                          {"output_zero_point", int64_t{output.zero_point()}},
                          {"positive_multiplier", int64_t{positive.multiplier}},
                          {"positive_shift", int64_t{positive.shift}},
                          {"negative_multiplier", int64_t{negative.multiplier}},
                          {"negative_shift", int64_t{negative.shift}}});
  return step;
}

}  // namespace mote
