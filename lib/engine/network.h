// A graph with weights, ready to be trained.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "lib/base/cpu.h"
#include "lib/engine/buffer.h"
#include "lib/graph/graph.h"

namespace mote::engine {

struct Program;
class Parameters;
class WorkerPool;

struct NetworkOptions {
  int batch = 100;  // the most samples at once
  int threads = 1;
  Isa isa = host_isa();
  // What SAME padding puts around the graph's input: where inputs are shifted,
  // what zero became.
  float input_padding = 0;
};

struct BatchResult {
  double loss = 0;  // mean over the batch
  int correct = 0;
};

// Computes losses and gradients. A batch is cut into four shards whose sums
// are joined in order: for one instruction set, results do not depend on the
// number of threads. No memory is allocated after construction.
class Network {
 public:
  // Throws Error where the graph's shapes do not fit.
  Network(const Graph& graph, const NetworkOptions& options = {});
  ~Network();

  const Graph& graph() const { return graph_; }
  int64_t input_size() const { return graph_.input.size(); }
  int classes() const;

  void initialize(uint64_t seed);
  // Weights by name, as in Checkpoint. import throws Error where one is
  // missing.
  void import(const std::map<std::string, std::vector<float>>& weights);
  std::map<std::string, std::vector<float>> export_weights() const;

  // Forward and backward over labels.size() samples of input_size() floats.
  // `seed` draws the dropout. Afterwards gradients() holds the gradient of
  // the mean loss, in the layout of parameters().
  BatchResult compute_gradients(std::span<const float> inputs,
                                std::span<const int> labels, uint32_t seed,
                                float label_smoothing = 0);

  // Logits of any number of samples, as in use: moving statistics, no
  // dropout. `logits`: [samples][classes()].
  void predict(std::span<const float> inputs, std::span<float> logits);

  // The first layer, in the order of the graph, whose stored values of the
  // last batch are not all finite; "" if there is none.
  std::string first_layer_not_finite() const;

  const Buffer& gradients() const { return gradients_; }
  Parameters& parameters();
  const Parameters& parameters() const;
  const struct Kernels& kernels() const { return *kernels_; }
  // Its threads, which can do other work between jobs.
  WorkerPool& workers();

 private:
  struct Engine;

  Graph graph_;
  const Kernels* kernels_;
  std::unique_ptr<Program> program_;
  std::unique_ptr<Engine> engine_;
  Buffer gradients_;
};

// The kernels of an instruction set.
const Kernels& kernels_for(Isa isa);

}  // namespace mote::engine
