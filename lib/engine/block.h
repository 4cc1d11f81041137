// A block of a network: one layer that stores a value, trained with whatever
// batch norm, ReLU and dropout follow it.
#pragma once

#include <memory>
#include <vector>

#include "lib/engine/value.h"

namespace mote::engine {

// What one shard of a batch writes to, besides the values of its samples.
struct Shard {
  int index = 0;
  float* gradient = nullptr;  // of all weights
  float* scratch = nullptr;   // of the block that runs
};

class Block {
 public:
  Block(std::vector<Value*> inputs, std::unique_ptr<Value> output)
      : output_(std::move(output)) {
    for (Value* value : inputs) inputs_.push_back({value});
  }
  virtual ~Block() = default;

  Value& output() { return *output_; }
  std::vector<Use>& inputs() { return inputs_; }

  // Floats of scratch that forward and backward need for `samples` samples.
  virtual int64_t scratch_floats(int samples) const = 0;
  // Once before the backward passes of a batch.
  virtual void prepare(const Pass&) {}

  // Whether backward has read the output's gradient at a position before it
  // pushes to that position of its only input, so that both can lie in the
  // same memory.
  virtual bool replaces_gradient() const { return false; }

  // Stores the output's values of some samples of a shard.
  virtual void forward(const Pass& pass, Shard& shard, Samples samples) = 0;
  // From the output's gradient: adds to the weights' gradient and pushes to
  // the inputs.
  virtual void backward(const Pass& pass, Shard& shard, Samples samples) = 0;

 protected:
  Value& input() const { return *inputs_[0].value; }

  std::vector<Use> inputs_;
  std::unique_ptr<Value> output_;
};

// The blocks, a file a kind. `parameters` learns of their weights.
std::unique_ptr<Block> make_convolution(const Layer& layer, Value* input,
                                        Shape output, Parameters& parameters);
std::unique_ptr<Block> make_depthwise(const Layer& layer, Value* input,
                                      Shape output, Parameters& parameters);
// A dense layer or a 1x1 convolution.
std::unique_ptr<Block> make_product(const Layer& layer, Value* input,
                                    Shape output, Parameters& parameters);
// The sum of the inputs; of one input: a copy, to which more can be applied.
std::unique_ptr<Block> make_sum(const Layer& layer, std::vector<Value*> inputs);
std::unique_ptr<Block> make_average(const Layer& layer, Value* input);
std::unique_ptr<Block> make_reshape(const Layer& layer, Value* input,
                                    Shape output);

// Adds sum over the samples of the stored gradient to the bias' gradient.
void add_bias_gradient(const Pass& pass, Value& output, Samples samples,
                       float* bias_gradient);

// He et al. 2015: the limit of uniform starting weights.
float starting_limit(int fan_in);
Parameter bias_parameter(const Layer& layer, int channels);

}  // namespace mote::engine
