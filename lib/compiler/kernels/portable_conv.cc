#include "lib/compiler/kernels/portable_conv.h"

#include <vector>

#include "lib/compiler/kernels/window_geometry.h"

namespace mote {
namespace {

constexpr int64_t kInstructionsAMac = 18;

// Kernel and parameters are called alike: "DepthwiseConv" in depthwise_conv/.
void name_kernel(Step& step, const ConvLayer& layer, const std::string& folder,
                 const std::string& name) {
  const std::string path = "device/nn/" + folder + "/" + folder;
  step.kernel = (layer.ties_up() ? "litert::" : "reference::") + name + "Int8";
  step.parameter_type = name + "Params";
  step.header = path + ".h";
  step.sources = {path + (layer.ties_up() ? "_litert.cc" : ".cc")};
}

void append_quantization(Step& step, const ConvLayer& layer,
                         Lowering& lowering) {
  step.parameters.push_back(
      {"input_zero_point", int64_t{layer.input_zero_point}});
  const auto fields = portable_output_fields(layer, lowering);
  step.parameters.insert(step.parameters.end(), fields.begin(), fields.end());
}

}  // namespace

Step portable_conv(Step step, const ConvLayer& layer, Lowering& lowering) {
  name_kernel(step, layer, "conv", "Conv");
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
  name_kernel(step, layer, "depthwise_conv", "DepthwiseConv");
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
