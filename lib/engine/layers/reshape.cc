// Another shape for the same values: only the padding of channels moves.
#include <algorithm>

#include "lib/engine/block.h"

namespace mote::engine {
namespace {

class ReshapeBlock : public Block {
 public:
  ReshapeBlock(const Layer& layer, Value* input, Shape output)
      : Block({input}, std::make_unique<Value>(layer.name, output)) {}

  int64_t scratch_floats(int) const override {
    return input().size() + output_->size();
  }

  void forward(const Pass& pass, Shard& shard, Samples samples) override {
    for (int s = samples.first; s < samples.last; ++s) {
      input().read(pass, s, shard.scratch);
      float* z = output_->stored(s);
      each_value(
          [&](int64_t from, int64_t to) { z[to] = shard.scratch[from]; });
    }
  }

  void backward(const Pass& pass, Shard& shard, Samples samples) override {
    if (input().is_input()) return;
    float* da = shard.scratch + output_->size();
    std::fill_n(da, input().size(), 0.0f);
    for (int s = samples.first; s < samples.last; ++s) {
      const float* dz =
          output_->stored_gradient(pass, output_->of(s), shard.scratch);
      each_value([&](int64_t from, int64_t to) { da[from] = dz[to]; });
      inputs_[0].push(pass, s, da);
    }
  }

 private:
  // Where each value lies in the input and in the output.
  template <class Pair>
  void each_value(const Pair& pair) const {
    const int from_channels = input().shape.channels;
    const int to_channels = output_->shape.channels;
    for (int64_t i = 0; i < output_->shape.size(); ++i) {
      pair(i / from_channels * input().channels + i % from_channels,
           i / to_channels * output_->channels + i % to_channels);
    }
  }
};

}  // namespace

std::unique_ptr<Block> make_reshape(const Layer& layer, Value* input,
                                    Shape output) {
  return std::make_unique<ReshapeBlock>(layer, input, output);
}

}  // namespace mote::engine
