#include "stages/train/input_scale.h"

#include <gtest/gtest.h>

#include "lib/base/hash.h"
#include "lib/engine/network.h"
#include "lib/graph/zoo.h"

namespace mote {
namespace {

constexpr FeatureQuantization kQuantization = {0.1, -128};

std::vector<int8_t> some_features(int64_t size) {
  std::vector<int8_t> features(size);
  for (int64_t i = 0; i < size; ++i) {
    features[i] = static_cast<int8_t>(mix64(3, i) % 256 - 128);
  }
  return features;
}

// Folded weights say of features as they are what the trained ones said of
// scaled inputs, borders included.
TEST(InputScaleTest, FoldsIntoTheFirstLayer) {
  for (const std::string& model : zoo_names()) {
    const Graph graph = make_zoo_graph(model, {12, 10, 1}, {"a", "b", "c"});
    const InputScale scale(kQuantization, 9, 5, graph);
    const auto features = some_features(graph.input.size());
    std::vector<float> scaled(features.size()), real, before(3), after(3);
    scale.apply(features, scaled.data());
    for (int8_t feature : features) {
      real.push_back(static_cast<float>(0.1 * (feature + 128)));
    }
    engine::Network trained(graph, {4, 1, host_isa(), scale.padding()});
    trained.initialize(1);
    trained.predict(scaled, before);
    auto weights = trained.export_weights();
    scale.fold(graph, weights);
    engine::Network used(graph, {4, 1});
    used.import(weights);
    used.predict(real, after);
    EXPECT_LT(scale.padding(), -1);
    for (int c = 0; c < 3; ++c) EXPECT_NEAR(after[c], before[c], 1e-4) << model;
  }
}

TEST(InputScaleTest, LeavesInputsThatNothingCanTakeUp) {
  Graph graph = make_zoo_graph("tinyconv", {12, 10, 1}, {"a", "b"});
  graph.layers[0].bias = false;
  const InputScale scale(kQuantization, 9, 5, graph);
  const std::vector<int8_t> features = {-128, -127};
  float inputs[2];
  scale.apply(features, inputs);
  EXPECT_EQ(scale.padding(), 0);
  EXPECT_NEAR(inputs[0], 0, 1e-6);
  EXPECT_NEAR(inputs[1], 0.1, 1e-6);
}

}  // namespace
}  // namespace mote
