#include "lib/graph/graph.h"

#include <gtest/gtest.h>

#include "lib/base/error.h"
#include "lib/graph/layers/layer_type.h"

namespace mote {
namespace {

Layer layer_of(LayerKind kind, std::string name, std::string input = "input") {
  Layer layer;
  layer.kind = kind;
  layer.name = std::move(name);
  layer.inputs = {std::move(input)};
  return layer;
}

TEST(LayerTableTest, HasARowForEachKindInOrder) {
  ASSERT_EQ(layer_types().size(), static_cast<size_t>(LayerKind::kSoftmax) + 1);
  for (size_t i = 0; i < layer_types().size(); ++i) {
    const LayerType& type = layer_types()[i];
    EXPECT_EQ(static_cast<size_t>(type.kind), i);
    EXPECT_EQ(&layer_type(type.name), &type);
  }
  EXPECT_THROW(layer_type("convolution"), Error);
}

TEST(LayerTableTest, PadsLikeTensorFlow) {
  EXPECT_EQ(same_output(49, 2), 25);
  EXPECT_EQ(same_padding_before(49, 10, 2), 4);
  EXPECT_EQ(same_padding_before(40, 8, 2), 3);
  EXPECT_EQ(same_padding_before(25, 1, 2), 0);
}

TEST(GraphTest, InfersShapesAndCountsOfAConvolution) {
  Graph graph{"g", {7, 5, 3}, {}, {}};
  Layer conv = layer_of(LayerKind::kConv, "conv");
  conv.filters = 4;
  conv.kernel = {3, 2};
  conv.stride = {2, 1};
  graph.layers = {conv};
  EXPECT_EQ(infer_shapes(graph).at("conv"), (Shape{4, 5, 4}));
  EXPECT_EQ(mac_count(graph), 4 * 5 * 4 * 3 * 2 * 3);
  EXPECT_EQ(parameter_count(graph), 4 * 3 * 2 * 3 + 4);
  const std::vector<WeightShape> weights = weight_shapes(graph);
  ASSERT_EQ(weights.size(), 2u);
  EXPECT_EQ(weights[0].name, "conv/kernel");
  EXPECT_EQ(weights[0].dimensions, (std::vector<int>{4, 3, 2, 3}));
}

TEST(GraphTest, NamesTheLayerThatDoesNotFit) {
  const auto message = [](const Graph& graph) {
    try {
      infer_shapes(graph);
    } catch (const Error& error) {
      return error.where();
    }
    return std::string("no error");
  };
  Graph graph{"g", {7, 5, 3}, {}, {}};
  graph.layers = {layer_of(LayerKind::kRelu, "relu", "nothing")};
  EXPECT_EQ(message(graph), "layer relu");
  graph.layers = {layer_of(LayerKind::kRelu, "a"),
                  layer_of(LayerKind::kRelu, "a")};
  EXPECT_EQ(message(graph), "layer a");
  graph.layers = {layer_of(LayerKind::kSoftmax, "s"),
                  layer_of(LayerKind::kRelu, "r", "s")};
  EXPECT_EQ(message(graph), "layer s");
  graph.layers = {layer_of(LayerKind::kAdd, "sum")};
  EXPECT_EQ(message(graph), "layer sum");
  graph.layers = {layer_of(LayerKind::kReshape, "reshape")};
  EXPECT_EQ(message(graph), "layer reshape");
}

}  // namespace
}  // namespace mote
