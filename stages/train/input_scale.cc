#include "stages/train/input_scale.h"

#include <algorithm>
#include <cmath>

namespace mote {
namespace {

using Weights = std::map<std::string, std::vector<float>>;

std::vector<const Layer*> readers_of(const Graph& graph,
                                     const std::string& name) {
  std::vector<const Layer*> readers;
  for (const Layer& layer : graph.layers) {
    if (std::ranges::find(layer.inputs, name) != layer.inputs.end()) {
      readers.push_back(&layer);
    }
  }
  return readers;
}

// The weights that take up a constant added to all outputs of `layer`, and
// its sign: a bias that is not normalized away, or a moving mean.
struct ConstantSink {
  std::string weights;
  int sign = 0;  // 0: there is none
};

ConstantSink constant_sink(const Graph& graph, const Layer& layer) {
  const auto readers = readers_of(graph, layer.name);
  if (readers.size() == 1 && readers[0]->kind == LayerKind::kBatchNorm) {
    return {readers[0]->name + "/moving_mean", 1};
  }
  if (layer.bias) return {layer.name + "/bias", -1};
  return {};
}

bool can_fold(const Graph& graph) {
  return std::ranges::all_of(
      readers_of(graph, "input"), [&](const Layer* layer) {
        const bool linear = layer->kind == LayerKind::kConv ||
                            layer->kind == LayerKind::kDepthwiseConv ||
                            layer->kind == LayerKind::kDense;
        return linear && constant_sink(graph, *layer).sign != 0;
      });
}

// The sum of each filter's kernel.
std::vector<double> kernel_sums(const Layer& layer,
                                const std::vector<float>& kernel,
                                size_t filters) {
  std::vector<double> sums(filters);
  const size_t taps = kernel.size() / filters;
  for (size_t i = 0; i < kernel.size(); ++i) {
    // Depthwise kernels end with the filter, others begin with it.
    const bool depthwise = layer.kind == LayerKind::kDepthwiseConv;
    sums[depthwise ? i % filters : i / taps] += kernel[i];
  }
  return sums;
}

}  // namespace

InputScale::InputScale(const FeatureQuantization& quantization, double mean,
                       double deviation, const Graph& graph) {
  if (deviation > 0 && can_fold(graph)) {
    mean_ = mean;
    // A power of two: multiplying kernels by it is exact.
    factor_ = std::exp2(-std::round(std::log2(deviation)));
  }
  step_ = static_cast<float>(quantization.scale * factor_);
  offset_ = static_cast<float>(
      (-quantization.zero_point * quantization.scale - mean_) * factor_);
}

void InputScale::apply(std::span<const int8_t> features, float* inputs) const {
  for (size_t i = 0; i < features.size(); ++i) {
    inputs[i] = static_cast<float>(features[i]) * step_ + offset_;
  }
}

void InputScale::fold(const Graph& graph, Weights& weights) const {
  for (const Layer* layer : readers_of(graph, "input")) {
    const ConstantSink sink = constant_sink(graph, *layer);
    if (sink.sign == 0 || (mean_ == 0 && factor_ == 1)) continue;
    std::vector<float>& kernel = weights.at(layer->name + "/kernel");
    std::vector<float>& constants = weights.at(sink.weights);
    for (float& value : kernel) value *= static_cast<float>(factor_);
    const auto sums = kernel_sums(*layer, kernel, constants.size());
    for (size_t f = 0; f < constants.size(); ++f) {
      constants[f] += static_cast<float>(sink.sign * mean_ * sums[f]);
    }
  }
}

}  // namespace mote
