#include "lib/engine/optimizer.h"

#include <gtest/gtest.h>

#include <cmath>

#include "lib/base/error.h"
#include "lib/base/hash.h"
#include "lib/engine/parameters.h"
#include "lib/engine/test_graphs.h"

namespace mote::engine {
namespace {

constexpr int kSamples = 12;

struct Batch {
  std::vector<float> inputs;
  std::vector<int> labels;
};

Batch noise_batch(const Graph& graph) {
  Batch batch;
  for (int64_t i = 0; i < kSamples * graph.input.size(); ++i) {
    batch.inputs.push_back(static_cast<float>(mix64(5, i) % 1000) / 500 - 1);
  }
  for (int i = 0; i < kSamples; ++i) batch.labels.push_back(i % 3);
  return batch;
}

class OptimizerTest : public testing::TestWithParam<OptimizerKind> {};

// The update of one weight, recomputed in double precision.
TEST_P(OptimizerTest, FollowsItsFormula) {
  const Graph graph = convolution_graph();
  const Batch batch = noise_batch(graph);
  Network network(graph, {kSamples, 1});
  network.initialize(1);
  OptimizerSettings settings;
  settings.kind = GetParam();
  settings.weight_decay = 0.1;
  Optimizer optimizer(network, settings);
  const int place = network.parameters().all()[0].offset + 3;
  double w = network.parameters().values().data()[place], m = 0, v = 0;
  for (int step = 1; step <= 3; ++step) {
    network.compute_gradients(batch.inputs, batch.labels, 1);
    double g = network.gradients().data()[place];
    optimizer.update(0.01);
    const bool adamw = GetParam() == OptimizerKind::kAdamW;
    if (!adamw) g += 0.1 * w;
    if (GetParam() == OptimizerKind::kSgd) {
      m = 0.9 * m + g;
      w -= 0.01 * m;
    } else {
      m = 0.9 * m + 0.1 * g;
      v = 0.999 * v + 0.001 * g * g;
      const double correct_m = m / (1 - std::pow(0.9, step));
      const double correct_v = v / (1 - std::pow(0.999, step));
      if (adamw) w -= 0.01 * 0.1 * w;
      w -= 0.01 * correct_m / (std::sqrt(correct_v) + 1e-7);
    }
    EXPECT_NEAR(network.parameters().values().data()[place], w, 1e-6);
  }
}

TEST_P(OptimizerTest, LearnsOneBatchByHeart) {
  const Graph graph = make_zoo_graph("tinyconv", {11, 10, 1}, {"a", "b", "c"});
  const Batch batch = noise_batch(graph);
  Network network(graph, {kSamples, 1});
  network.initialize(1);
  OptimizerSettings settings;
  settings.kind = GetParam();
  Optimizer optimizer(network, settings);
  BatchResult result;
  for (int step = 0; step < 200; ++step) {
    result = network.compute_gradients(batch.inputs, batch.labels, step);
    optimizer.update(0.01);
  }
  EXPECT_LT(result.loss, 0.1);
  EXPECT_EQ(result.correct, kSamples);
}

TEST_P(OptimizerTest, GoesOnFromItsState) {
  const Graph graph = convolution_graph();
  const Batch batch = noise_batch(graph);
  OptimizerSettings settings;
  settings.kind = GetParam();
  Network whole(graph, {kSamples, 1}), first(graph, {kSamples, 1}),
      second(graph, {kSamples, 1});
  whole.initialize(1);
  first.initialize(1);
  Optimizer a(whole, settings), b(first, settings), c(second, settings);
  const auto train = [&](Network& network, Optimizer& optimizer) {
    network.compute_gradients(batch.inputs, batch.labels, 1);
    optimizer.update(0.01);
  };
  for (int i = 0; i < 4; ++i) train(whole, a);
  for (int i = 0; i < 2; ++i) train(first, b);
  second.import(first.export_weights());
  c.restore(b.state());
  for (int i = 0; i < 2; ++i) train(second, c);
  EXPECT_EQ(second.export_weights(), whole.export_weights());
  EXPECT_THROW(c.restore({1, 2}), Error);
}

INSTANTIATE_TEST_SUITE_P(Kinds, OptimizerTest,
                         testing::Values(OptimizerKind::kAdam,
                                         OptimizerKind::kAdamW,
                                         OptimizerKind::kSgd));

TEST(ScheduleTest, FollowsItsShape) {
  Schedule schedule{ScheduleKind::kConstant, 0.5};
  EXPECT_EQ(schedule.rate(99, 100), 0.5);
  schedule.kind = ScheduleKind::kStep;
  EXPECT_EQ(schedule.rate(69, 100), 0.5);
  EXPECT_DOUBLE_EQ(schedule.rate(70, 100), 0.05);
  schedule.kind = ScheduleKind::kCosine;
  schedule.warm_up = 0.1;
  EXPECT_LT(schedule.rate(0, 100), 0.1);
  EXPECT_DOUBLE_EQ(schedule.rate(10, 100), 0.5);
  EXPECT_NEAR(schedule.rate(55, 100), 0.25, 1e-9);
  EXPECT_LT(schedule.rate(99, 100), 0.001);
}

TEST(WeightAverageTest, FollowsTheWeights) {
  const Graph graph = convolution_graph();
  Network network(graph, {2, 1});
  network.initialize(1);
  const auto before = network.export_weights();
  WeightAverage average(network, 0.9);
  for (int i = 0; i < 200; ++i) average.update();
  for (const auto& [name, values] : average.weights()) {
    for (size_t i = 0; i < values.size(); ++i) {
      EXPECT_NEAR(values[i], before.at(name)[i], 1e-5);
    }
  }
}

}  // namespace
}  // namespace mote::engine
