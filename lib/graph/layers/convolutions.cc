// Convolution and depthwise convolution, SAME padding.
#include "lib/base/error.h"
#include "lib/graph/layers/layer_type.h"

namespace mote {
namespace {

void check_window(const Layer& layer) {
  if (layer.kernel.first < 1 || layer.kernel.second < 1) {
    throw Error("needs a kernel of at least 1 x 1", "layer " + layer.name);
  }
  if (layer.stride.first < 1 || layer.stride.second < 1) {
    throw Error("needs a stride of at least 1", "layer " + layer.name);
  }
}

Shape strided(const Layer& layer, const Shape& input, int channels) {
  return {same_output(input.height, layer.stride.first),
          same_output(input.width, layer.stride.second), channels};
}

std::vector<WeightShape> kernel_and_bias(const Layer& layer,
                                         std::vector<int> kernel,
                                         int channels) {
  std::vector<WeightShape> weights = {{"kernel", std::move(kernel)}};
  if (layer.bias) weights.push_back({"bias", {channels}});
  return weights;
}

int64_t window_size(const Layer& layer) {
  return int64_t{layer.kernel.first} * layer.kernel.second;
}

Shape conv_output(const Layer& layer, const std::vector<Shape>& inputs) {
  check_window(layer);
  if (layer.filters < 1) {
    throw Error("needs at least one filter", "layer " + layer.name);
  }
  return strided(layer, inputs[0], layer.filters);
}

std::vector<WeightShape> conv_weights(const Layer& layer, const Shape& input) {
  return kernel_and_bias(
      layer,
      {layer.filters, layer.kernel.first, layer.kernel.second, input.channels},
      layer.filters);
}

int64_t conv_macs(const Layer& layer, const Shape& input, const Shape& output) {
  return output.size() * window_size(layer) * input.channels;
}

Shape depthwise_output(const Layer& layer, const std::vector<Shape>& inputs) {
  check_window(layer);
  if (layer.multiplier < 1) {
    throw Error("needs a multiplier of at least 1", "layer " + layer.name);
  }
  return strided(layer, inputs[0], inputs[0].channels * layer.multiplier);
}

std::vector<WeightShape> depthwise_weights(const Layer& layer,
                                           const Shape& input) {
  const int channels = input.channels * layer.multiplier;
  return kernel_and_bias(
      layer, {1, layer.kernel.first, layer.kernel.second, channels}, channels);
}

int64_t depthwise_macs(const Layer& layer, const Shape&, const Shape& output) {
  return output.size() * window_size(layer);
}

}  // namespace

LayerType conv_type() {
  return {LayerKind::kConv, "conv", 1, conv_output, conv_weights, conv_macs};
}

LayerType depthwise_conv_type() {
  return {LayerKind::kDepthwiseConv, "depthwise_conv",  1,
          depthwise_output,          depthwise_weights, depthwise_macs};
}

}  // namespace mote
