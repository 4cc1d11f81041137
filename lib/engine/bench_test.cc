#include "lib/engine/bench.h"

#include <gtest/gtest.h>

#include <atomic>
#include <cstdlib>
#include <new>

#include "lib/engine/network.h"
#include "lib/engine/optimizer.h"
#include "lib/graph/zoo.h"

namespace {

std::atomic<int64_t> allocations = 0;

}  // namespace

// Counts what the code under test takes from the heap. Not inlined: GCC would
// take malloc and delete, or new and free, for a mistake.
[[gnu::noinline]] void* operator new(size_t size) {
  ++allocations;
  if (void* memory = std::malloc(size)) return memory;
  throw std::bad_alloc();
}
[[gnu::noinline]] void operator delete(void* memory) noexcept {
  std::free(memory);
}
[[gnu::noinline]] void operator delete(void* memory, size_t) noexcept {
  std::free(memory);
}

namespace mote::engine {
namespace {

TEST(TrainBenchTest, MeasuresEveryModel) {
  for (const std::string& model : zoo_names()) {
    const TrainBench bench = bench_train(bench_graph(model), 8, 1, 0);
    EXPECT_EQ(bench.model, model);
    EXPECT_GT(bench.step_milliseconds, 0);
    EXPECT_GE(bench.steps, 10);
  }
}

TEST(TrainingStepTest, AllocatesNothing) {
  for (const std::string& model : zoo_names()) {
    const Graph graph = bench_graph(model);
    Network network(graph, {20, 2});
    network.initialize(1);
    Optimizer optimizer(network, {});
    WeightAverage average(network, 0.9);
    const std::vector<float> inputs(20 * network.input_size(), 0.5f);
    const std::vector<int> labels(20, 1);
    const int64_t before = allocations;
    for (int i = 0; i < 3; ++i) {
      network.compute_gradients(inputs, labels, i);
      optimizer.update(1e-3);
      average.update();
    }
    EXPECT_EQ(allocations, before) << model;
  }
}

}  // namespace
}  // namespace mote::engine
