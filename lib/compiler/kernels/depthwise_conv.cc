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

Step lower_float(const Operator& op, Lowering& lowering) {
  const Tensor& weights = read_weights(op, lowering, Type::kFloat32, 4);
  const Tensor& input = lowering.input(op, 0);
  const Tensor& output = lowering.output(op);
  const int64_t outputs = output.shape[3];
  const nn::Window window =
      read_window(op, lowering, weights.shape[1], weights.shape[2]);
  if (weights.shape[0] != 1 || weights.shape[3] != outputs ||
      outputs % input.shape[3] != 0) {
    lowering.refuse(op, "its weights do not fit the channels");
  }
  const FloatRange range = float_activation_range(op.options.activation);
  Step step = lowering.begin(op, {0});
  step.cost.macs = output.elements() * weights.elements() / outputs;
  step.cost.instructions = 14 * step.cost.macs;
  step.comment =
      fmt::format("{} depthwise conv {}->{}{}", describe(window),
                  input.shape[3], outputs, describe(op.options.activation));
  if (has_wide_floats(lowering.target())) {
    const FloatLayer layer{
        window,
        input.shape[3],
        static_cast<int32_t>(outputs),
        range,
        constant_values<float>(weights),
        read_float_bias(op, lowering, static_cast<int>(outputs))};
    if (auto fast = wide_float_depthwise_conv(step, layer, lowering))
      return *fast;
  }
  step.kernel = "reference::DepthwiseConvFloat";
  step.parameter_type = "DepthwiseConvFloatParams";
  step.header = "device/nn/depthwise_conv/depthwise_conv.h";
  step.sources = {"device/nn/depthwise_conv/depthwise_conv.cc"};
  step.parameters = window_fields(window);
  step.parameters.insert(
      step.parameters.end(),
      {{"input_channels", int64_t{input.shape[3]}},
       {"multiplier_of_channels", outputs / input.shape[3]},
       {"activation_min", double{range.min}},
       {"activation_max", double{range.max}},
       {"weights", lowering.constant("Weights", Type::kFloat32,
                                     constant_values<float>(weights),
                                     "weights {row, column, channel}")},
       {"bias", lowering.constant(
                    "Bias", Type::kFloat32,
                    read_float_bias(op, lowering, static_cast<int>(outputs)),
                    "bias")}});
  return step;
}

}  // namespace

Step lower_depthwise_conv(const Operator& op, Lowering& lowering) {
  const Type type = lowering.input(op, 0).type;
  if (type == Type::kFloat32) return lower_float(op, lowering);
  if (type == Type::kInt16) return lower_depthwise_conv_int16(op, lowering);
  constexpr LayerKernels kKernels = {
      read_depthwise_conv,      wide_depthwise_conv,
      mve_depthwise_conv,       armv7em_depthwise_conv,
      staggered_depthwise_conv, portable_depthwise_conv};
  return lower_layer(op, kKernels, lowering);
}

}  // namespace mote
