#include <algorithm>

#include "lib/engine/block.h"

namespace mote::engine {
namespace {

class SumBlock : public Block {
 public:
  SumBlock(const Layer& layer, const std::vector<Value*>& inputs)
      : Block(inputs, std::make_unique<Value>(layer.name, inputs[0]->shape)) {}

  int64_t scratch_floats(int) const override { return output_->size(); }

  void forward(const Pass& pass, Shard& shard, Samples samples) override {
    for (int s = samples.first; s < samples.last; ++s) {
      float* z = output_->stored(s);
      read(*inputs_[0].value, pass, s, z);
      for (size_t i = 1; i < inputs_.size(); ++i) {
        read(*inputs_[i].value, pass, s, shard.scratch);
        for (int64_t k = 0; k < output_->size(); ++k) {
          z[k] += shard.scratch[k];
        }
      }
    }
  }

  void backward(const Pass& pass, Shard& shard, Samples samples) override {
    for (int s = samples.first; s < samples.last; ++s) {
      const float* dz =
          output_->stored_gradient(pass, output_->of(s), shard.scratch);
      for (const Use& use : inputs_) {
        if (!use.value->is_input()) use.push(pass, s, dz);
      }
    }
  }

 private:
  void read(const Value& value, const Pass& pass, int sample,
            float* out) const {
    const Shape flat = {1, value.positions(), value.shape.channels};
    value.read(pass, sample, flat, 0, output_->channels, out);
  }
};

}  // namespace

std::unique_ptr<Block> make_sum(const Layer& layer,
                                std::vector<Value*> inputs) {
  return std::make_unique<SumBlock>(layer, inputs);
}

}  // namespace mote::engine
