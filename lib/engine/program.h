// A graph as blocks, and the order in which a batch sweeps over them.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "lib/engine/block.h"
#include "lib/graph/graph.h"

namespace mote::engine {

// One thing to do with a chunk of samples.
struct Task {
  enum class Kind {
    kForward,
    kLoss,
    kBackward,
    kGradientSums,  // batch norm's, of the block's output
  };
  Kind kind;
  Block* block;
};

// Tasks between two points where all samples must have arrived, which batch
// norm needs: each shard takes its samples through all of them, a chunk at a
// time, while they are in the cache.
struct Sweep {
  std::vector<Task> tasks;
  BatchNorm* finish_statistics = nullptr;  // afterwards
  BatchNorm* finish_gradient = nullptr;    // afterwards
};

struct Program {
  std::unique_ptr<Value> input;
  std::vector<std::unique_ptr<Block>> blocks;  // in forward order
  Value* logits = nullptr;
  Parameters parameters;

  // Blocks for `graph`: each convolution, dense layer, sum, average or
  // reshape stores its output; batch norm, ReLU and dropout become part of
  // how it is read. Throws Error where shapes do not fit.
  explicit Program(const Graph& graph);

  // Forward, loss and backward of a batch; forward alone.
  std::vector<Sweep> training_sweeps() const;
  std::vector<Sweep> inference_sweeps() const;

  // Gives memory to values, and to gradients as they need it in `sweeps`.
  void allocate(int batch, const std::vector<Sweep>& sweeps);

 private:
  std::vector<Buffer> gradients_;
};

}  // namespace mote::engine
