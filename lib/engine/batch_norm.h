// Batch normalization (Ioffe and Szegedy 2015) of a stored value.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "lib/engine/kernels/kernels.h"
#include "lib/engine/parameters.h"

namespace mote::engine {

// A batch is always cut into this many shards, whatever the threads; sums
// over the batch are added shard by shard.
inline constexpr int kShards = 4;

// The statistics of one normalized value. Shards collect concurrently into
// their own sums; the finish_ functions join them between sweeps.
class BatchNorm {
 public:
  BatchNorm(std::string layer, int channels, Parameters& parameters);

  const std::string& layer() const { return layer_; }

  void start_batch();
  // Adds the statistics of `positions` stored values of a shard.
  void collect(const Kernels& kernels, int shard, int positions,
               const float* z);
  // Mean and scale of the batch; moves the moving statistics.
  void finish_statistics(Parameters& parameters);
  // Mean and scale from the moving statistics.
  void use_moving_statistics(const Parameters& parameters);

  // Adds sum(dy) and sum(dy * (z - mean)) of a shard's values.
  void collect_gradient(const Kernels& kernels, int shard, int positions,
                        const float* dy, const float* z);
  // Gradients of gamma and beta into `gradient`; then norm_gradient() holds.
  void finish_gradient(const Parameters& parameters, float* gradient);

  // How stored values are read, without ReLU and dropout.
  Readout readout() const;
  NormGradient norm_gradient() const;

 private:
  struct ShardSums {
    double count = 0;
    std::vector<double> mean, deviation;  // of z
    std::vector<double> dy, centred;      // of the gradient
    std::vector<float> block_a, block_b;  // of one block
  };

  std::string layer_;
  int channels_;  // padded
  int gamma_, beta_, moving_mean_, moving_variance_;
  double count_ = 0;
  std::vector<float> mean_, scale_, shift_, k1_, k2_, k3_;
  std::vector<double> deviation_inverse_;
  ShardSums shards_[kShards];
  ShardSums joined_;
};

}  // namespace mote::engine
