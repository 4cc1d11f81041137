// What one block of a network computes and the next ones read.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "lib/engine/batch_norm.h"
#include "lib/engine/buffer.h"
#include "lib/engine/kernels/kernels.h"
#include "lib/graph/graph.h"

namespace mote::engine {

// One pass over a batch: what all blocks and shards share.
struct Pass {
  const Kernels* kernels = nullptr;
  const float* weights = nullptr;
  const float* inputs = nullptr;  // [count][input size]
  const int* labels = nullptr;
  int count = 0;
  bool training = false;
  uint32_t seed = 0;  // of dropout
  float label_smoothing = 0;
};

// Samples first .. last - 1 of the batch.
struct Samples {
  int first, last;

  int count() const { return last - first; }
};

// Positions first .. first + count - 1 of a batch: those of its first sample,
// then those of the second, and so on.
struct Positions {
  int64_t first;
  int count;
};

// Values of all samples of a batch, stored before batch norm, ReLU and
// dropout, which are applied as they are read ("activations").
class Value {
 public:
  // A graph's input: read from the pass, channels not padded, no gradient.
  static std::unique_ptr<Value> input(Shape shape);
  Value(std::string layer, Shape shape);

  // Padded floats of one sample and of one position.
  int64_t size() const { return int64_t{positions()} * channels; }
  int positions() const { return shape.height * shape.width; }
  bool is_input() const { return is_input_; }
  bool plain() const { return norm == nullptr && !relu && rate == 0; }

  Positions of(int sample) const {
    return {int64_t{sample} * positions(), positions()};
  }
  float* stored(int sample) { return stored_.data() + sample * size(); }
  float* stored(Positions p) { return stored_.data() + p.first * channels; }
  const float* stored(const Pass& pass, int sample) const;
  const float* stored(const Pass& pass, Positions which) const;
  float* gradient(int sample) { return gradient_ + sample * size(); }
  float* gradient(Positions p) { return gradient_ + p.first * channels; }

  void allocate(int batch);
  void use_gradient_memory(float* memory) { gradient_ = memory; }

  // Once the samples are stored: statistics, and which elements are kept.
  void finish(const Pass& pass, int shard, Samples samples);
  void collect_gradient(const Pass& pass, int shard, Samples samples);

  // Activations of a sample, as rows `out_row_step` floats apart of positions
  // `out_channels` apart (at least `channels`; the rest is zeroed).
  void read(const Pass& pass, int sample, Shape as, int out_row_step,
            int out_channels, float* out) const;
  // The same without gaps.
  void read(const Pass& pass, int sample, float* out) const;
  // Activations without gaps: where they lie already, or read into `scratch`.
  const float* activations(const Pass& pass, Positions which,
                           float* scratch) const;

  // The gradient of the activations, into the gradient before ReLU and
  // dropout.
  void push(const Pass& pass, Positions which, const float* da,
            bool accumulate);

  // The gradient of what is stored: where it lies already, or computed into
  // `scratch`.
  const float* stored_gradient(const Pass& pass, Positions which,
                               float* scratch);

  std::string layer;  // the last graph layer in it, for messages
  Shape shape;
  int channels;  // floats a position: padded, except in the input
  std::unique_ptr<BatchNorm> norm;
  bool relu = false;
  double rate = 0;    // dropout
  float padding = 0;  // what SAME padding puts around it

 private:
  Readout readout(const Pass& pass, Positions which) const;

  bool is_input_ = false;
  uint32_t stream_ = 0;  // of dropout
  Buffer stored_;
  std::vector<uint8_t> keep_;
  float* gradient_ = nullptr;
};

// A use of a value by a later block. Of several uses, the first to send its
// gradient back stores it, the others add.
struct Use {
  Value* value = nullptr;
  bool accumulate = false;

  void push(const Pass& pass, Positions which, const float* da) const {
    value->push(pass, which, da, accumulate);
  }
  void push(const Pass& pass, int sample, const float* da) const {
    push(pass, value->of(sample), da);
  }
};

}  // namespace mote::engine
