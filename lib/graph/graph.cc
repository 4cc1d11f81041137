#include "lib/graph/graph.h"

#include <algorithm>
#include <functional>
#include <numeric>

#include "lib/base/error.h"
#include "lib/graph/layers/layer_type.h"

namespace mote {
namespace {

std::vector<Shape> input_shapes(const Layer& layer,
                                const std::map<std::string, Shape>& shapes) {
  std::vector<Shape> inputs;
  for (const std::string& name : layer.inputs) {
    const auto found = shapes.find(name);
    if (found == shapes.end()) {
      throw Error("reads '" + name + "', which no earlier layer is called",
                  "layer " + layer.name);
    }
    inputs.push_back(found->second);
  }
  return inputs;
}

void check_layer(const Graph& graph, size_t index,
                 const std::map<std::string, Shape>& shapes) {
  const Layer& layer = graph.layers[index];
  if (shapes.contains(layer.name)) {
    throw Error("a layer of this name comes earlier", "layer " + layer.name);
  }
  const int wanted = layer_type(layer.kind).inputs;
  if (layer.inputs.size() != static_cast<size_t>(wanted)) {
    throw Error("takes " + std::to_string(wanted) + " inputs, not " +
                    std::to_string(layer.inputs.size()),
                "layer " + layer.name);
  }
  if (layer.kind == LayerKind::kSoftmax && index + 1 != graph.layers.size()) {
    throw Error("softmax can only be the last layer", "layer " + layer.name);
  }
}

}  // namespace

const Layer& Graph::layer(const std::string& wanted) const {
  const auto found = std::ranges::find(layers, wanted, &Layer::name);
  if (found == layers.end()) {
    throw Error("has no layer '" + wanted + "'", "graph " + name);
  }
  return *found;
}

std::map<std::string, Shape> infer_shapes(const Graph& graph) {
  if (graph.input.height < 1 || graph.input.width < 1 ||
      graph.input.channels < 1) {
    throw Error("has an empty input", "graph " + graph.name);
  }
  std::map<std::string, Shape> shapes = {{"input", graph.input}};
  for (size_t i = 0; i < graph.layers.size(); ++i) {
    const Layer& layer = graph.layers[i];
    check_layer(graph, i, shapes);
    shapes[layer.name] =
        layer_type(layer.kind).output_shape(layer, input_shapes(layer, shapes));
  }
  return shapes;
}

int64_t WeightShape::size() const {
  return std::accumulate(dimensions.begin(), dimensions.end(), int64_t{1},
                         std::multiplies<>());
}

std::vector<WeightShape> weight_shapes(const Graph& graph) {
  const auto shapes = infer_shapes(graph);
  std::vector<WeightShape> all;
  for (const Layer& layer : graph.layers) {
    const Shape& input = shapes.at(layer.inputs[0]);
    for (WeightShape weight : layer_type(layer.kind).weights(layer, input)) {
      weight.name = layer.name + "/" + weight.name;
      all.push_back(std::move(weight));
    }
  }
  return all;
}

int64_t parameter_count(const Graph& graph) {
  int64_t count = 0;
  for (const WeightShape& weight : weight_shapes(graph)) {
    if (weight.trainable) count += weight.size();
  }
  return count;
}

int64_t mac_count(const Graph& graph, const Layer& layer) {
  const auto shapes = infer_shapes(graph);
  return layer_type(layer.kind)
      .macs(layer, shapes.at(layer.inputs[0]), shapes.at(layer.name));
}

int64_t mac_count(const Graph& graph) {
  int64_t count = 0;
  for (const Layer& layer : graph.layers) count += mac_count(graph, layer);
  return count;
}

}  // namespace mote
