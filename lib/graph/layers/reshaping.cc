// Layers that only change the shape: global average and reshape.
#include "lib/base/error.h"
#include "lib/graph/layers/layer_type.h"

namespace mote {
namespace {

Shape average_shape(const Layer&, const std::vector<Shape>& inputs) {
  return {1, 1, inputs[0].channels};
}

Shape reshaped(const Layer& layer, const std::vector<Shape>& inputs) {
  if (layer.shape.size() != inputs[0].size()) {
    throw Error("reshapes to a different number of values",
                "layer " + layer.name);
  }
  return layer.shape;
}

std::vector<WeightShape> no_weights(const Layer&, const Shape&) { return {}; }
int64_t no_macs(const Layer&, const Shape&, const Shape&) { return 0; }

}  // namespace

LayerType global_average_type() {
  return {LayerKind::kGlobalAverage,
          "global_average",
          1,
          average_shape,
          no_weights,
          no_macs};
}

LayerType reshape_type() {
  return {LayerKind::kReshape, "reshape", 1, reshaped, no_weights, no_macs};
}

}  // namespace mote
