#include "lib/compiler/kernels/portable_conv.h"

#include <vector>

#include "lib/compiler/kernels/window_geometry.h"

namespace mote {
namespace {

constexpr int64_t kInstructionsAMac = 18;

void append_quantization(Step& step, const ConvLayer& layer,
                         Lowering& lowering) {
  step.parameters.insert(
      step.parameters.end(),
      {{"input_zero_point", int64_t{layer.input_zero_point}},
       {"output_zero_point", int64_t{layer.output_zero_point}},
       {"activation_min", int64_t{layer.range.min}},
       {"activation_max", int64_t{layer.range.max}},
       {"weights", lowering.constant("Weights", Type::kInt8, layer.weights,
                                     "weights, in the model's order")},
       {"bias", lowering.constant("Bias", Type::kInt32, layer.bias,
                                  "bias with the input's zero point")},
       {"multiplier",
        lowering.constant("Multiplier", Type::kInt32,
                          mantissas(layer.multipliers), "output scale * 2^31")},
       {"shift",
        lowering.constant("Shift", Type::kInt8, shifts(layer.multipliers),
                          "and its power of two")}});
}

}  // namespace

Step portable_conv(Step step, const ConvLayer& layer, Lowering& lowering) {
  step.kernel = "reference::ConvInt8";
  step.parameter_type = "ConvParams";
  step.header = "device/nn/conv/conv.h";
  step.sources = {"device/nn/conv/conv.cc"};
  step.parameters = window_fields(layer.window);
  step.parameters.push_back({"input_channels", int64_t{layer.input_channels}});
  step.parameters.push_back(
      {"output_channels", int64_t{layer.output_channels}});
  append_quantization(step, layer, lowering);
  step.comment = layer.comment;
  step.cost.macs = layer.macs;
  step.cost.instructions = kInstructionsAMac * layer.macs;
  return step;
}

Step portable_depthwise_conv(Step step, const ConvLayer& layer,
                             Lowering& lowering) {
  step.kernel = "reference::DepthwiseConvInt8";
  step.parameter_type = "DepthwiseConvParams";
  step.header = "device/nn/depthwise_conv/depthwise_conv.h";
  step.sources = {"device/nn/depthwise_conv/depthwise_conv.cc"};
  step.parameters = window_fields(layer.window);
  step.parameters.push_back({"input_channels", int64_t{layer.input_channels}});
  step.parameters.push_back(
      {"multiplier_of_channels",
       int64_t{layer.output_channels / layer.input_channels}});
  append_quantization(step, layer, lowering);
  step.comment = layer.comment;
  step.cost.macs = layer.macs;
  step.cost.instructions = kInstructionsAMac * layer.macs;
  return step;
}

}  // namespace mote
