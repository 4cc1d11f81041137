#include "lib/engine/bench.h"

#include <algorithm>
#include <ctime>
#include <vector>

#include "lib/base/cpu.h"
#include "lib/base/hash.h"
#include "lib/engine/network.h"
#include "lib/engine/optimizer.h"
#include "lib/graph/zoo.h"

namespace mote::engine {
namespace {

// On one thread the processor's time, to which other programs do not add.
double milliseconds(int threads) {
  timespec now;
  clock_gettime(threads == 1 ? CLOCK_THREAD_CPUTIME_ID : CLOCK_MONOTONIC, &now);
  return static_cast<double>(now.tv_sec) * 1e3 +
         static_cast<double>(now.tv_nsec) * 1e-6;
}

}  // namespace

TrainBench bench_train(const Graph& graph, int batch, int threads,
                       double seconds) {
  constexpr int kFewestSteps = 10;
  Network network(graph, {batch, threads});
  network.initialize(1);
  Optimizer optimizer(network, {});
  std::vector<float> inputs(batch * network.input_size());
  std::vector<int> labels(batch);
  for (size_t i = 0; i < inputs.size(); ++i) {
    inputs[i] = static_cast<float>(mix64(1, i) % 4096) / 2048 - 1;
  }
  for (int i = 0; i < batch; ++i) {
    labels[i] = static_cast<int>(mix64(2, i) % network.classes());
  }
  TrainBench bench{graph.name, isa_name(host_isa()),   batch,
                   threads,    parameter_count(graph), mac_count(graph)};
  bench.step_milliseconds = 1e9;
  const double start = milliseconds(threads);
  while (bench.steps < kFewestSteps ||
         milliseconds(threads) - start < seconds * 1000) {
    const double step = milliseconds(threads);
    network.compute_gradients(inputs, labels, bench.steps);
    optimizer.update(1e-3);
    bench.step_milliseconds =
        std::min(bench.step_milliseconds, milliseconds(threads) - step);
    ++bench.steps;
  }
  return bench;
}

Graph bench_graph(const std::string& model) {
  const bool deep = model == "ds-cnn";
  const int classes = model == "tinyconv" ? 4 : deep ? 12 : 36;
  return make_zoo_graph(model, {49, deep ? 10 : 40, 1},
                        std::vector<std::string>(classes, "class"));
}

}  // namespace mote::engine
