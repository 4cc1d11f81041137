#include "lib/compiler/kernels/armv7em.h"
#include "lib/compiler/kernels/conv_layer.h"
#include "lib/compiler/kernels/families.h"
#include "lib/compiler/kernels/wide.h"
#include "lib/compiler/kernels/window_geometry.h"

namespace mote {

Step lower_pool(const Operator& op, Lowering& lowering) {
  const Tensor& input = lowering.input(op, 0);
  const Tensor& output = lowering.output(op);
  const nn::Window window =
      read_window(op, lowering, op.options.filter_h, op.options.filter_w);
  if (input.shape[3] != output.shape[3] || input.type != output.type) {
    lowering.refuse(op, "its input and output do not fit each other");
  }
  const bool average = op.code == OperatorCode::kAveragePool2d;
  Step step = lowering.begin(op, {0});
  step.header = "device/nn/pool/pool.h";
  step.sources = {"device/nn/pool/pool.cc"};
  step.parameters = window_fields(window);
  step.parameters.push_back({"channels", int64_t{input.shape[3]}});
  step.comment = describe(window) + (average ? " average pool" : " max pool") +
                 describe(op.options.activation);
  step.cost.instructions =
      (8 * window.kernel_height * window.kernel_width + 40) * output.elements();
  const std::string name = average ? "AveragePool" : "MaxPool";
  if (input.type == Type::kInt8 || input.type == Type::kInt16) {
    const ActivationRange range =
        activation_range(op.options.activation, output);
    const bool int8 = input.type == Type::kInt8;
    step.kernel = "reference::" + name + (int8 ? "Int8" : "Int16");
    const int taps = window.kernel_height * window.kernel_width;
    if (average && int8 && has_armv7em(lowering.target()) &&
        input.shape[3] % 4 == 0 && taps <= 255) {
      step.kernel = "armv7em::AveragePoolInt8";
      step.sources = {"device/nn/pool/pool_armv7em.cc"};
      step.cost.instructions = (2 * taps + 20) * output.elements();
    }
    const bool neon = has_neon(lowering.target());
    if (average && int8 && (neon || has_simd128(lowering.target())) &&
        window.kernel_width <= 255 && taps <= 16384) {
      step.kernel = neon ? "neon::AveragePoolInt8" : "simd128::AveragePoolInt8";
      step.sources = {neon ? "device/nn/pool/pool_neon.cc"
                           : "device/nn/pool/pool_simd128.cc"};
      step.cost.instructions = (taps + 40) * output.elements() / 4;
    }
    step.parameter_type = "PoolParams";
    step.parameters.push_back({"activation_min", int64_t{range.min}});
    step.parameters.push_back({"activation_max", int64_t{range.max}});
  } else if (input.type == Type::kFloat32) {
    const FloatRange range = float_activation_range(op.options.activation);
    step.kernel = "reference::" + name + "Float";
    step.parameter_type = "PoolFloatParams";
    step.parameters.push_back({"activation_min", double{range.min}});
    step.parameters.push_back({"activation_max", double{range.max}});
  } else {
    lowering.refuse(op, type_name(input.type) + " values",
                    "Convert the model to int8 or float32.");
  }
  if (average && input.type != Type::kInt16 && has_avx2(lowering.target())) {
    step.kernel.replace(0, std::string("reference").size(), "avx2");
    step.sources = {"device/nn/pool/pool_avx2.cc"};
  }
  return step;
}

}  // namespace mote
