// For tests: small graphs that together hold every kind of layer in the
// arrangements that the engine treats differently.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "lib/graph/zoo.h"

namespace mote::engine {

class TestGraph {
 public:
  TestGraph(std::string name, Shape input)
      : graph_{std::move(name), input, {}, {"a", "b", "c"}} {}

  Layer& add(LayerKind kind, std::string name) {
    Layer layer;
    layer.kind = kind;
    layer.name = std::move(name);
    layer.inputs = {graph_.layers.empty() ? "input"
                                          : graph_.layers.back().name};
    graph_.layers.push_back(std::move(layer));
    return graph_.layers.back();
  }
  Layer& conv(const std::string& name, int filters, std::pair<int, int> kernel,
              std::pair<int, int> stride = {1, 1}) {
    Layer& layer = add(LayerKind::kConv, name);
    layer.filters = filters;
    layer.kernel = kernel;
    layer.stride = stride;
    return layer;
  }
  Layer& depthwise(const std::string& name, std::pair<int, int> kernel,
                   std::pair<int, int> stride = {1, 1}, int multiplier = 1) {
    Layer& layer = add(LayerKind::kDepthwiseConv, name);
    layer.kernel = kernel;
    layer.stride = stride;
    layer.multiplier = multiplier;
    return layer;
  }
  Graph with_classes() {
    add(LayerKind::kDense, "dense").filters = 3;
    return graph_;
  }

 private:
  Graph graph_;
};

inline Graph convolution_graph() {
  TestGraph graph("convolutions", {7, 6, 3});
  graph.conv("first", 5, {3, 2}, {2, 1});
  graph.add(LayerKind::kRelu, "relu");
  graph.conv("second", 10, {2, 3}, {1, 2});
  graph.add(LayerKind::kBatchNorm, "norm");
  graph.conv("pointwise", 17, {1, 1});
  graph.conv("strided", 3, {1, 1}, {2, 2});
  return graph.with_classes();
}

inline Graph depthwise_graph() {
  TestGraph graph("depthwise", {9, 7, 5});
  graph.depthwise("input_channels", {3, 3});
  graph.add(LayerKind::kRelu, "relu");
  graph.depthwise("strided", {3, 2}, {2, 2}).bias = false;
  graph.add(LayerKind::kBatchNorm, "norm");
  graph.depthwise("multiplied", {2, 5}, {1, 1}, 3);
  graph.add(LayerKind::kRelu, "last_relu");
  return graph.with_classes();
}

inline Graph series_graph() {
  TestGraph graph("series", {23, 1, 16});
  graph.conv("conv", 24, {3, 1}, {2, 1}).bias = false;
  graph.add(LayerKind::kBatchNorm, "norm");
  graph.add(LayerKind::kRelu, "relu");
  graph.depthwise("depthwise", {9, 1}, {2, 1});
  graph.add(LayerKind::kRelu, "relu_2");
  graph.add(LayerKind::kGlobalAverage, "average");
  return graph.with_classes();
}

// One value read three ways, normalized sums, batch norm behind ReLU.
inline Graph branching_graph() {
  TestGraph graph("branching", {5, 4, 3});
  graph.conv("stem", 6, {2, 2});
  graph.add(LayerKind::kBatchNorm, "stem_norm");
  graph.conv("left", 6, {3, 3});
  graph.conv("right", 6, {1, 1}).inputs = {"stem_norm"};
  graph.add(LayerKind::kAdd, "sum").inputs = {"left", "right"};
  graph.add(LayerKind::kBatchNorm, "sum_norm");
  graph.add(LayerKind::kAdd, "again").inputs = {"sum_norm", "stem_norm"};
  graph.add(LayerKind::kRelu, "relu");
  graph.add(LayerKind::kBatchNorm, "late_norm");
  return graph.with_classes();
}

inline Graph reshape_graph() {
  TestGraph graph("reshaping", {4, 3, 5});
  graph.add(LayerKind::kReshape, "series").shape = {12, 1, 5};
  graph.conv("conv", 6, {3, 1});
  graph.add(LayerKind::kRelu, "relu");
  graph.add(LayerKind::kReshape, "map").shape = {6, 4, 3};
  graph.depthwise("depthwise", {3, 3});
  graph.add(LayerKind::kGlobalAverage, "average");
  graph.conv("more", 9, {1, 1});
  graph.add(LayerKind::kBatchNorm, "norm");
  return graph.with_classes();
}

inline Graph dropout_graph() {
  TestGraph graph("dropout", {6, 5, 1});
  graph.depthwise("conv", {3, 4}, {2, 2}, 8);
  graph.add(LayerKind::kRelu, "relu");
  graph.add(LayerKind::kDropout, "drop").rate = 0.4;
  graph.conv("pointwise", 8, {1, 1});
  graph.add(LayerKind::kBatchNorm, "norm");
  graph.add(LayerKind::kDropout, "drop_2").rate = 0.25;
  return graph.with_classes();
}

inline std::vector<Graph> test_graphs() {
  const std::vector<std::string> classes = {"a", "b", "c", "d"};
  return {convolution_graph(),
          depthwise_graph(),
          series_graph(),
          branching_graph(),
          reshape_graph(),
          dropout_graph(),
          make_zoo_graph("tinyconv", {11, 10, 1}, classes),
          make_zoo_graph("ds-cnn", {7, 6, 1}, classes),
          make_zoo_graph("tc", {13, 10, 1}, classes)};
}

}  // namespace mote::engine
