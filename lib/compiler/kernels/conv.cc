#include <fmt/format.h>

#include "lib/compiler/kernels/armv7em.h"
#include "lib/compiler/kernels/conv_layer.h"
#include "lib/compiler/kernels/families.h"
#include "lib/compiler/kernels/int16_layers.h"
#include "lib/compiler/kernels/layer_kernels.h"
#include "lib/compiler/kernels/mve.h"
#include "lib/compiler/kernels/portable_conv.h"
#include "lib/compiler/kernels/staggered.h"
#include "lib/compiler/kernels/wide.h"
#include "lib/compiler/kernels/window_geometry.h"

namespace mote {
namespace {

// {out, height, width, in} -> {height, width, in, out}.
std::vector<float> outputs_last(const std::vector<float>& weights,
                                size_t outputs) {
  const size_t row = weights.size() / outputs;
  std::vector<float> turned(weights.size());
  for (size_t o = 0; o < outputs; ++o) {
    for (size_t k = 0; k < row; ++k) {
      turned[k * outputs + o] = weights[o * row + k];
    }
  }
  return turned;
}

Step lower_float(const Operator& op, Lowering& lowering) {
  const Tensor& weights = read_weights(op, lowering, Type::kFloat32, 4);
  const Tensor& input = lowering.input(op, 0);
  const Tensor& output = lowering.output(op);
  const int32_t outputs = output.shape[3];
  const nn::Window window =
      read_window(op, lowering, weights.shape[1], weights.shape[2]);
  if (weights.shape[0] != outputs || weights.shape[3] != input.shape[3]) {
    lowering.refuse(op, "its weights do not fit the channels");
  }
  const FloatRange range = float_activation_range(op.options.activation);
  Step step = lowering.begin(op, {0});
  step.cost.macs = output.elements() * weights.elements() / outputs;
  step.cost.instructions = 12 * step.cost.macs;
  step.comment =
      fmt::format("{} conv {}->{}{}", describe(window), input.shape[3], outputs,
                  describe(op.options.activation));
  if (has_wide_floats(lowering.target())) {
    const FloatLayer layer{window,
                           input.shape[3],
                           outputs,
                           range,
                           constant_values<float>(weights),
                           read_float_bias(op, lowering, outputs)};
    if (auto fast = wide_float_conv(step, layer, lowering)) return *fast;
  }
  step.kernel = "reference::ConvFloat";
  step.parameter_type = "ConvFloatParams";
  step.header = "device/nn/conv/conv.h";
  step.sources = {"device/nn/conv/conv.cc"};
  step.parameters = window_fields(window);
  step.parameters.insert(
      step.parameters.end(),
      {{"input_channels", int64_t{input.shape[3]}},
       {"output_channels", int64_t{outputs}},
       {"activation_min", double{range.min}},
       {"activation_max", double{range.max}},
       {"weights", lowering.constant(
                       "Weights", Type::kFloat32,
                       outputs_last(constant_values<float>(weights), outputs),
                       "weights {row, column, input channel, output channel}")},
       {"bias",
        lowering.constant("Bias", Type::kFloat32,
                          read_float_bias(op, lowering, outputs), "bias")}});
  return step;
}

}  // namespace

Step lower_conv(const Operator& op, Lowering& lowering) {
  const Type type = lowering.input(op, 0).type;
  if (type == Type::kFloat32) return lower_float(op, lowering);
  if (type == Type::kInt16) return lower_conv_int16(op, lowering);
  constexpr LayerKernels kKernels = {read_conv,      wide_conv,
                                     mve_conv,       armv7em_conv,
                                     staggered_conv, portable_conv};
  return lower_layer(op, kKernels, lowering);
}

}  // namespace mote
