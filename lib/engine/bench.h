// How long a training step takes.
#pragma once

#include <cstdint>
#include <string>

#include "lib/graph/graph.h"

namespace mote::engine {

struct TrainBench {
  std::string model;
  std::string isa;
  int batch = 0;
  int threads = 0;
  int64_t parameters = 0;
  int64_t macs = 0;  // of one inference
  int steps = 0;     // measured
  // The fastest step of all: forward, backward and update on random data, as
  // rivals' scripts measure it. On one thread in time of the processor: the
  // clock's on a quiet machine.
  double step_milliseconds = 0;
};

// Trains `graph` on random data for about `seconds` (and at least ten steps).
TrainBench bench_train(const Graph& graph, int batch, int threads,
                       double seconds = 2);

// The network that `mote bench train MODEL` measures: what the rivals'
// scripts train (ds-cnn on 49x10 with 12 classes, others on 49x40; tinyconv
// with 4 classes, tc with 36).
Graph bench_graph(const std::string& model);

}  // namespace mote::engine
