// Layers that keep the shape: batch norm, ReLU, addition, dropout, softmax.
#include "lib/base/error.h"
#include "lib/graph/layers/layer_type.h"

namespace mote {
namespace {

Shape same_shape(const Layer&, const std::vector<Shape>& inputs) {
  return inputs[0];
}

Shape sum_shape(const Layer& layer, const std::vector<Shape>& inputs) {
  if (!(inputs[0] == inputs[1])) {
    throw Error("adds inputs of different shapes", "layer " + layer.name);
  }
  return inputs[0];
}

Shape dropout_shape(const Layer& layer, const std::vector<Shape>& inputs) {
  if (!(layer.rate >= 0 && layer.rate < 1)) {
    throw Error("needs a rate from 0 to below 1", "layer " + layer.name);
  }
  return inputs[0];
}

std::vector<WeightShape> no_weights(const Layer&, const Shape&) { return {}; }

std::vector<WeightShape> batch_norm_weights(const Layer&, const Shape& input) {
  const std::vector<int> size = {input.channels};
  return {{"gamma", size},
          {"beta", size},
          {"moving_mean", size, false},
          {"moving_variance", size, false}};
}

int64_t no_macs(const Layer&, const Shape&, const Shape&) { return 0; }

}  // namespace

LayerType batch_norm_type() {
  return {LayerKind::kBatchNorm, "batch_norm", 1, same_shape,
          batch_norm_weights,    no_macs};
}

LayerType relu_type() {
  return {LayerKind::kRelu, "relu", 1, same_shape, no_weights, no_macs};
}

LayerType add_type() {
  return {LayerKind::kAdd, "add", 2, sum_shape, no_weights, no_macs};
}

LayerType dropout_type() {
  return {LayerKind::kDropout, "dropout",  1,
          dropout_shape,       no_weights, no_macs};
}

LayerType softmax_type() {
  return {LayerKind::kSoftmax, "softmax", 1, same_shape, no_weights, no_macs};
}

}  // namespace mote
