// The mean over all positions.
#include <algorithm>

#include "lib/engine/block.h"

namespace mote::engine {
namespace {

class AverageBlock : public Block {
 public:
  AverageBlock(const Layer& layer, Value* input)
      : Block({input}, std::make_unique<Value>(
                           layer.name, Shape{1, 1, input->shape.channels})) {}

  int64_t scratch_floats(int) const override {
    return int64_t{input().positions()} * output_->channels + output_->channels;
  }

  void forward(const Pass& pass, Shard& shard, Samples samples) override {
    const int positions = input().positions(), channels = output_->channels;
    const float share = 1.0f / static_cast<float>(positions);
    const Shape flat = {1, positions, input().shape.channels};
    for (int s = samples.first; s < samples.last; ++s) {
      float* z = output_->stored(s);
      std::fill_n(z, channels, 0.0f);
      input().read(pass, s, flat, 0, channels, shard.scratch);
      pass.kernels->gradient_sums(positions, channels, shard.scratch, nullptr,
                                  nullptr, z, nullptr);
      for (int c = 0; c < channels; ++c) z[c] *= share;
    }
  }

  void backward(const Pass& pass, Shard& shard, Samples samples) override {
    if (input().is_input()) return;
    const int positions = input().positions(), channels = output_->channels;
    const float share = 1.0f / static_cast<float>(positions);
    float* one = shard.scratch + int64_t{positions} * channels;
    for (int s = samples.first; s < samples.last; ++s) {
      const float* dz = output_->stored_gradient(pass, output_->of(s), one);
      float* da = shard.scratch;
      for (int c = 0; c < channels; ++c) da[c] = dz[c] * share;
      for (int p = 1; p < positions; ++p) {
        std::copy_n(da, channels, da + int64_t{p} * channels);
      }
      inputs_[0].push(pass, s, da);
    }
  }
};

}  // namespace

std::unique_ptr<Block> make_average(const Layer& layer, Value* input) {
  return std::make_unique<AverageBlock>(layer, input);
}

}  // namespace mote::engine
