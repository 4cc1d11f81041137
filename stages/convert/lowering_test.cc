// What is trained is what is converted: the engine's network and the lowered
// model compute the same.
#include <gtest/gtest.h>

#include <cmath>
#include <ostream>
#include <random>

#include "lib/engine/network.h"
#include "lib/engine/test_graphs.h"
#include "lib/model/calibrate/float_model.h"
#include "lib/model/lower/lower.h"

namespace mote {

// How test lists show a graph.
static void PrintTo(const Graph& graph, std::ostream* out) {
  *out << graph.name;
}

namespace {

Checkpoint random_checkpoint(const Graph& graph) {
  std::mt19937 random(4);
  std::uniform_real_distribution<float> values(-0.4f, 0.4f);
  Checkpoint checkpoint;
  checkpoint.graph = graph;
  for (const WeightShape& shape : weight_shapes(graph)) {
    const bool positive = shape.name.ends_with("/gamma") ||
                          shape.name.ends_with("/moving_variance");
    for (int64_t i = 0; i < shape.size(); ++i) {
      checkpoint.weights[shape.name].push_back(values(random) +
                                               (positive ? 1.0f : 0.0f));
    }
  }
  return checkpoint;
}

// The values of the tensor before softmax.
const std::vector<float>& logits_of(const Model& model,
                                    const FloatModel::Tensors& tensors) {
  const Operator& last = model.operators.back();
  return tensors[last.code == OperatorCode::kSoftmax ? last.inputs[0]
                                                     : last.outputs[0]];
}

class LoweredGraph : public testing::TestWithParam<Graph> {};

TEST_P(LoweredGraph, ComputesWhatTheTrainersNetworkDoes) {
  const Checkpoint checkpoint = random_checkpoint(GetParam());
  engine::Network network(checkpoint.graph);
  network.import(checkpoint.weights);
  std::mt19937 random(5);
  std::vector<float> input;
  for (int64_t i = 0; i < network.input_size(); ++i) {
    input.push_back(static_cast<float>(random() % 200) / 100 - 1);
  }
  std::vector<float> expected(static_cast<size_t>(network.classes()));
  network.predict(input, expected);

  const Model model = lower(checkpoint);
  const auto tensors = FloatModel(model).run(input);
  const std::vector<float>& logits = logits_of(model, tensors);
  ASSERT_EQ(logits.size(), expected.size());
  for (size_t i = 0; i < logits.size(); ++i) {
    EXPECT_NEAR(logits[i], expected[i], 1e-4f * (1 + std::abs(expected[i])));
  }
}

INSTANTIATE_TEST_SUITE_P(, LoweredGraph,
                         testing::ValuesIn(engine::test_graphs()),
                         [](const auto& test) {
                           std::string name = test.param.name;
                           std::erase(name, '-');
                           return name;
                         });

}  // namespace
}  // namespace mote
