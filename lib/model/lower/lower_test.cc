#include "lib/model/lower/lower.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>

#include "lib/base/error.h"
#include "lib/graph/layers/layer_type.h"
#include "lib/graph/zoo.h"
#include "lib/model/calibrate/float_model.h"
#include "lib/model/test_model.h"
#include "lib/model/verify.h"

namespace mote {
namespace {

Layer layer_of(LayerKind kind, const std::string& name,
               std::vector<std::string> inputs) {
  Layer layer;
  layer.kind = kind;
  layer.name = name;
  layer.inputs = std::move(inputs);
  layer.filters = 3;
  layer.shape = {1, 1, 6};
  return layer;
}

Graph graph_of(std::vector<Layer> layers, Shape input = {3, 1, 2}) {
  Graph graph;
  graph.name = "test";
  graph.input = input;
  graph.layers = std::move(layers);
  return graph;
}

std::vector<float> output_of(const Checkpoint& checkpoint,
                             const std::vector<float>& input) {
  const Model model = lower(checkpoint);
  return FloatModel(model).run(input)[model.outputs[0]];
}

const std::vector<float> kInput = {1, -2, 3, 0.5f, -1, 2};

TEST(Lower, FoldsBatchNormAndReluIntoTheLayerBefore) {
  for (LayerKind kind :
       {LayerKind::kConv, LayerKind::kDepthwiseConv, LayerKind::kDense}) {
    const Graph plain = graph_of({layer_of(kind, "linear", {"input"})});
    const Graph full =
        graph_of({layer_of(kind, "linear", {"input"}),
                  layer_of(LayerKind::kBatchNorm, "norm", {"linear"}),
                  layer_of(LayerKind::kDropout, "dropout", {"norm"}),
                  layer_of(LayerKind::kRelu, "relu", {"dropout"})});
    const Checkpoint checkpoint = test::random_checkpoint(full, 1);
    Checkpoint before = checkpoint;
    before.graph = plain;
    const Model model = lower(checkpoint);
    ASSERT_EQ(model.operators.size(), 1u);
    EXPECT_EQ(model.operators[0].options.activation, Activation::kRelu);

    const auto& w = checkpoint.weights;
    std::vector<float> expected = output_of(before, kInput);
    for (size_t i = 0; i < expected.size(); ++i) {
      const size_t c = i % w.at("norm/gamma").size();
      const float deviation =
          std::sqrt(w.at("norm/moving_variance")[c] + kBatchNormEpsilon);
      const float normal =
          (expected[i] - w.at("norm/moving_mean")[c]) / deviation;
      expected[i] =
          std::max(0.0f, normal * w.at("norm/gamma")[c] + w.at("norm/beta")[c]);
    }
    const std::vector<float> output = output_of(checkpoint, kInput);
    ASSERT_EQ(output.size(), expected.size());
    for (size_t i = 0; i < output.size(); ++i) {
      EXPECT_NEAR(output[i], expected[i], 1e-5) << i;
    }
  }
}

TEST(Lower, LeavesALayerAloneThatOthersReadToo) {
  const Graph graph =
      graph_of({layer_of(LayerKind::kDepthwiseConv, "conv", {"input"}),
                layer_of(LayerKind::kRelu, "relu", {"conv"}),
                layer_of(LayerKind::kAdd, "add", {"conv", "relu"})});
  Checkpoint checkpoint = test::random_checkpoint(graph, 2);
  checkpoint.weights["conv/kernel"] = {1, -1};
  checkpoint.weights["conv/bias"] = {0, 0};
  std::vector<float> expected;
  for (size_t i = 0; i < kInput.size(); ++i) {
    const float value = i % 2 == 0 ? kInput[i] : -kInput[i];
    expected.push_back(value + std::max(0.0f, value));
  }
  EXPECT_EQ(output_of(checkpoint, kInput), expected);
}

TEST(Lower, BatchNormWithoutALayerBeforeItStands) {
  const Checkpoint checkpoint = test::random_checkpoint(
      graph_of({layer_of(LayerKind::kBatchNorm, "norm", {"input"})}), 3);
  const auto& w = checkpoint.weights;
  const std::vector<float> output = output_of(checkpoint, kInput);
  for (size_t i = 0; i < output.size(); ++i) {
    const size_t c = i % 2;
    EXPECT_NEAR(
        output[i],
        (kInput[i] - w.at("norm/moving_mean")[c]) /
                std::sqrt(w.at("norm/moving_variance")[c] + kBatchNormEpsilon) *
                w.at("norm/gamma")[c] +
            w.at("norm/beta")[c],
        1e-5);
  }
}

TEST(Lower, LowersEveryKindOfLayer) {
  for (const LayerType& type : layer_types()) {
    const std::vector<std::string> inputs(static_cast<size_t>(type.inputs),
                                          "input");
    const Graph graph =
        graph_of({layer_of(type.kind, std::string(type.name), inputs)});
    const Model model = lower(test::random_checkpoint(graph, 4));
    verify_model(model, std::string(type.name));
    const auto output = FloatModel(model).run(kInput)[model.outputs[0]];
    EXPECT_EQ(static_cast<int64_t>(output.size()),
              infer_shapes(graph).at(std::string(type.name)).size())
        << type.name;
  }
}

TEST(Lower, FusesTheZooCompletely) {
  const std::vector<std::string> classes = {"a", "b", "c", "d"};
  for (const auto& [name, operators] :
       {std::pair{"tinyconv", 4}, {"ds-cnn", 13}, {"tc", 20}}) {
    const Graph graph = make_zoo_graph(name, {49, 40, 1}, classes);
    const Model model = lower(test::random_checkpoint(graph, 5));
    verify_model(model, name);
    EXPECT_EQ(static_cast<int>(model.operators.size()), operators) << name;
  }
}

TEST(Lower, NamesTheWeightThatIsMissingOrOfTheWrongSize) {
  Checkpoint checkpoint = test::random_checkpoint(
      graph_of({layer_of(LayerKind::kDense, "dense", {"input"})}), 6);
  checkpoint.weights["dense/kernel"].pop_back();
  for (const char* expected : {"values where the layer", "is missing"}) {
    try {
      lower(checkpoint);
      FAIL() << expected;
    } catch (const Error& error) {
      EXPECT_NE(error.what_happened().find(expected), std::string::npos);
      EXPECT_NE(error.what_happened().find("dense/kernel"), std::string::npos);
    }
    checkpoint.weights.erase("dense/kernel");
  }
}

}  // namespace
}  // namespace mote
