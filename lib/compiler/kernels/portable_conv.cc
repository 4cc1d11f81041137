#include "lib/compiler/kernels/portable_conv.h"

#include <vector>

#include "lib/compiler/kernels/window_geometry.h"

namespace mote {
namespace {

constexpr int64_t kInstructionsAMac = 18;

void append_quantization(Step& step, const ConvLayer& layer,
                         Lowering& lowering) {
  step.parameters.push_back(
      {"input_zero_point", int64_t{layer.input_zero_point}});
  const auto fields = portable_output_fields(layer, lowering);
  step.parameters.insert(step.parameters.end(), fields.begin(), fields.end());
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
