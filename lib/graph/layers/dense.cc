// Dense (fully connected) layer over the flattened input.
#include "lib/base/error.h"
#include "lib/graph/layers/layer_type.h"

namespace mote {
namespace {

Shape dense_output(const Layer& layer, const std::vector<Shape>&) {
  if (layer.filters < 1) {
    throw Error("needs at least one output", "layer " + layer.name);
  }
  return {1, 1, layer.filters};
}

std::vector<WeightShape> dense_weights(const Layer& layer, const Shape& input) {
  std::vector<WeightShape> weights = {
      {"kernel", {layer.filters, static_cast<int>(input.size())}}};
  if (layer.bias) weights.push_back({"bias", {layer.filters}});
  return weights;
}

int64_t dense_macs(const Layer&, const Shape& input, const Shape& output) {
  return input.size() * output.size();
}

}  // namespace

LayerType dense_type() {
  return {LayerKind::kDense, "dense",       1,
          dense_output,      dense_weights, dense_macs};
}

}  // namespace mote
