#include "lib/engine/network.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numeric>
#include <set>

#include "lib/base/error.h"
#include "lib/base/hash.h"
#include "lib/engine/kernels/kernels.h"
#include "lib/engine/parameters.h"
#include "lib/engine/reference_network.h"
#include "lib/engine/test_graphs.h"
#include "lib/graph/layers/layer_type.h"

namespace mote::engine {
namespace {

constexpr uint32_t kSeed = 77;
constexpr int kSamples = 6;

std::vector<Isa> available_isas() {
  std::vector<Isa> isas = {Isa::kPortable};
  if (host_isa() >= Isa::kAvx2) isas.push_back(Isa::kAvx2);
  if (host_isa() >= Isa::kAvx512) isas.push_back(Isa::kAvx512);
  return isas;
}

float noise(uint64_t stream, uint64_t i) {
  return static_cast<float>(mix64(stream, i) >> 40) * 0x1p-23f - 1;
}

std::vector<float> noise_inputs(const Graph& graph, int samples) {
  std::vector<float> inputs(samples * graph.input.size());
  for (size_t i = 0; i < inputs.size(); ++i) inputs[i] = noise(1, i);
  return inputs;
}

std::vector<int> some_labels(int samples) {
  std::vector<int> labels(samples);
  for (int s = 0; s < samples; ++s) labels[s] = (s * 7 + 1) % 3;
  return labels;
}

// Weights away from their starting values, so that every bias, gamma and beta
// matters.
ReferenceNetwork::Weights noise_weights(const Graph& graph) {
  ReferenceNetwork::Weights weights;
  for (const WeightShape& shape : weight_shapes(graph)) {
    const uint64_t stream = hash64(shape.name);
    const bool spread = shape.name.ends_with("gamma") ||
                        shape.name.ends_with("moving_variance");
    for (int64_t i = 0; i < shape.size(); ++i) {
      weights[shape.name].push_back(0.4f * noise(stream, i) +
                                    (spread ? 1.0f : 0.0f));
    }
  }
  return weights;
}

// The layer that stores what a dropout layer reads.
const Layer& storing_layer(const Graph& graph, const Layer& layer) {
  const Layer& input = graph.layer(layer.inputs[0]);
  const bool applied =
      input.kind == LayerKind::kRelu || input.kind == LayerKind::kBatchNorm;
  return applied ? storing_layer(graph, input) : input;
}

// The engine's own choice of kept values.
ReferenceNetwork::Keep engine_keep(const Graph& graph) {
  return [&graph, shapes = infer_shapes(graph)](const Layer& layer, int sample,
                                                int64_t index) {
    const Shape& shape = shapes.at(layer.name);
    const int channels = padded(shape.channels);
    const int64_t size = int64_t{shape.height} * shape.width * channels;
    const int64_t place = sample * size + index / shape.channels * channels +
                          index % shape.channels;
    const auto stream =
        static_cast<uint32_t>(hash64(storing_layer(graph, layer).name));
    uint8_t bits = 0;
    portable_kernels().keep_bits(
        static_cast<uint32_t>(place / 8 * 8), 1, kSeed ^ stream,
        static_cast<uint32_t>(layer.rate * 0x1p31), &bits);
    return (bits >> (place % 8) & 1) != 0;
  };
}

// The engine's gradient of one weight, in the graph's layout.
std::vector<float> gradient_of(const Network& network,
                               const std::string& name) {
  for (const Parameter& parameter : network.parameters().all()) {
    if (parameter.name != name) continue;
    std::vector<float> gradient;
    for (int32_t place : parameter.places) {
      gradient.push_back(network.gradients().data()[parameter.offset + place]);
    }
    return gradient;
  }
  return {};
}

struct NumericGradient {
  std::string weight;
  std::vector<std::pair<size_t, double>> values;  // by index
};

// What the reference says of one graph.
struct Expected {
  Graph graph;
  double smoothing = 0;
  double loss = 0;
  std::vector<NumericGradient> gradients;
};

// Finite differences of the reference for some values of one weight.
NumericGradient numeric_gradient(ReferenceNetwork& reference,
                                 const std::string& name,
                                 const std::vector<float>& inputs,
                                 double smoothing) {
  constexpr double kStep = 1e-6;  // small: few ReLUs may change sides
  const std::vector<int> labels = some_labels(kSamples);
  NumericGradient gradient{name, {}};
  std::vector<double>& weights = reference.weights().at(name);
  for (size_t i = 0; i < weights.size(); i += weights.size() / 4 + 1) {
    const double old = weights[i];
    weights[i] = old + kStep;
    const double above = reference.loss(inputs, labels, smoothing);
    weights[i] = old - kStep;
    const double below = reference.loss(inputs, labels, smoothing);
    weights[i] = old;
    gradient.values.emplace_back(i, (above - below) / (2 * kStep));
  }
  return gradient;
}

Expected expected_of(const Graph& graph) {
  Expected expected{graph, graph.name == "tc" ? 0.1 : 0, 0, {}};
  ReferenceNetwork reference(graph, noise_weights(graph));
  reference.set_keep(engine_keep(graph));
  const std::vector<float> inputs = noise_inputs(graph, kSamples);
  expected.loss =
      reference.loss(inputs, some_labels(kSamples), expected.smoothing);
  for (const WeightShape& shape : weight_shapes(graph)) {
    if (!shape.trainable) continue;
    expected.gradients.push_back(
        numeric_gradient(reference, shape.name, inputs, expected.smoothing));
  }
  return expected;
}

const std::vector<Expected>& all_expected() {
  static const std::vector<Expected> all = [] {
    std::vector<Expected> made;
    for (const Graph& graph : test_graphs()) made.push_back(expected_of(graph));
    return made;
  }();
  return all;
}

void check_gradient(const NumericGradient& numeric,
                    const std::vector<float>& gradient) {
  double largest = 0, worst = 0;
  for (auto [i, value] : numeric.values) {
    largest = std::max(largest, std::abs(value));
    worst = std::max(worst, std::abs(value - gradient.at(i)));
  }
  // A bias before batch norm has no gradient at all: nothing to scale by.
  EXPECT_LE(worst, 1e-4 * largest + 1e-6) << numeric.weight;
}

class GradientTest : public testing::TestWithParam<Isa> {};

TEST_P(GradientTest, EqualsFiniteDifferencesForEveryLayer) {
  for (const Expected& expected : all_expected()) {
    SCOPED_TRACE(expected.graph.name);
    Network network(expected.graph, {kSamples, 1, GetParam()});
    network.import(noise_weights(expected.graph));
    const BatchResult result = network.compute_gradients(
        noise_inputs(expected.graph, kSamples), some_labels(kSamples), kSeed,
        static_cast<float>(expected.smoothing));
    EXPECT_NEAR(result.loss, expected.loss, 1e-5);
    for (const NumericGradient& numeric : expected.gradients) {
      check_gradient(numeric, gradient_of(network, numeric.weight));
    }
  }
}

TEST_P(GradientTest, PredictionsEqualTheReference) {
  for (const Graph& graph : test_graphs()) {
    SCOPED_TRACE(graph.name);
    const auto weights = noise_weights(graph);
    const std::vector<float> inputs = noise_inputs(graph, kSamples);
    ReferenceNetwork reference(graph, weights);
    reference.use_moving_statistics();
    const std::vector<double> expected = reference.logits(inputs);
    Network network(graph, {4, 1, GetParam()});
    network.import(weights);
    std::vector<float> logits(expected.size());
    network.predict(inputs, logits);
    for (size_t i = 0; i < expected.size(); ++i) {
      EXPECT_NEAR(logits[i], expected[i], 1e-4 * (1 + std::abs(expected[i])));
    }
  }
}

TEST_P(GradientTest, HasTheSameBitsForAnyNumberOfThreads) {
  for (const Graph& graph : test_graphs()) {
    SCOPED_TRACE(graph.name);
    const std::vector<float> inputs = noise_inputs(graph, 37);
    const std::vector<int> labels = some_labels(37);
    std::vector<std::vector<float>> gradients;
    for (int threads : {1, 2, 4}) {
      Network network(graph, {37, threads, GetParam()});
      network.initialize(3);
      for (int i = 0; i < 3; ++i) {
        network.compute_gradients(inputs, labels, kSeed + i);
      }
      const auto span = network.gradients().span();
      gradients.emplace_back(span.begin(), span.end());
    }
    EXPECT_EQ(gradients[0], gradients[1]);
    EXPECT_EQ(gradients[0], gradients[2]);
  }
}

INSTANTIATE_TEST_SUITE_P(Isas, GradientTest,
                         testing::ValuesIn(available_isas()),
                         [](const auto& isa) { return isa_name(isa.param); });

TEST(NetworkTest, KnowsEveryRowOfTheLayerTable) {
  std::set<LayerKind> kinds;
  for (const Graph& graph : test_graphs()) {
    Network network(graph, {2, 1});
    for (const Layer& layer : graph.layers) kinds.insert(layer.kind);
  }
  EXPECT_EQ(kinds.size(), layer_types().size());
}

TEST(NetworkTest, ExportsWhatItImported) {
  for (const Graph& graph : test_graphs()) {
    const auto weights = noise_weights(graph);
    Network network(graph, {2, 1});
    network.import(weights);
    EXPECT_EQ(network.export_weights(), weights) << graph.name;
  }
}

TEST(NetworkTest, NamesTheFirstLayerThatIsNotFinite) {
  const Graph graph = convolution_graph();
  auto weights = noise_weights(graph);
  weights.at("second/kernel")[3] = INFINITY;
  Network network(graph, {kSamples, 1});
  network.import(weights);
  network.compute_gradients(noise_inputs(graph, kSamples),
                            some_labels(kSamples), kSeed);
  EXPECT_EQ(network.first_layer_not_finite(), "norm");
}

TEST(NetworkTest, RefusesGraphsThatCannotBeTrained) {
  TestGraph map("map", {5, 5, 1});
  map.conv("conv", 2, {3, 3});
  Graph graph = map.with_classes();
  graph.layers.pop_back();
  EXPECT_THROW(Network(graph, {2, 1}), Error);
  graph = convolution_graph();
  graph.layers.back().inputs = {"first"};
  EXPECT_THROW(Network(graph, {2, 1}), Error);
}

// The largest |mean| against the deviation that sums of squares could not
// survive.
TEST(BatchNormTest, StandsALargeMean) {
  TestGraph layers("shifted", {6, 5, 1});
  layers.conv("conv", 8, {1, 1});
  layers.add(LayerKind::kBatchNorm, "norm");
  const Graph graph = layers.with_classes();
  auto weights = noise_weights(graph);
  for (float& bias : weights.at("conv/bias")) bias = 500;
  ReferenceNetwork reference(graph, weights);
  const std::vector<float> inputs = noise_inputs(graph, kSamples);
  const std::vector<int> labels = some_labels(kSamples);
  Network network(graph, {kSamples, 1});
  network.import(weights);
  const BatchResult result = network.compute_gradients(inputs, labels, kSeed);
  EXPECT_NEAR(result.loss, reference.loss(inputs, labels), 2e-3);
}

}  // namespace
}  // namespace mote::engine
