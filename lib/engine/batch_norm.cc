#include "lib/engine/batch_norm.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

#include "lib/graph/graph.h"

namespace mote::engine {
namespace {

// The share of the past in the moving statistics.
constexpr float kMomentum = 0.95f;
// Values whose two passes stay in the first-level cache.
constexpr int kBlockFloats = 8192;

Parameter channel_parameter(std::string name, int channels, float start) {
  Parameter parameter;
  parameter.name = std::move(name);
  parameter.places.resize(channels);
  std::iota(parameter.places.begin(), parameter.places.end(), 0);
  parameter.size = channels;
  parameter.start = start;
  return parameter;
}

Parameter moving_parameter(std::string name, int channels, float start) {
  Parameter parameter = channel_parameter(std::move(name), channels, start);
  parameter.trainable = false;
  return parameter;
}

// Calls block(start, size) over `positions` in cache-sized blocks.
template <class Block>
void in_blocks(int positions, int channels, const Block& block) {
  const int most = std::max(1, kBlockFloats / channels);
  for (int start = 0; start < positions; start += most) {
    block(start, std::min(most, positions - start));
  }
}

}  // namespace

BatchNorm::BatchNorm(std::string layer, int channels, Parameters& parameters)
    : layer_(std::move(layer)), channels_(padded(channels)) {
  gamma_ = parameters.add(channel_parameter(layer_ + "/gamma", channels, 1));
  beta_ = parameters.add(channel_parameter(layer_ + "/beta", channels, 0));
  moving_mean_ =
      parameters.add(moving_parameter(layer_ + "/moving_mean", channels, 0));
  moving_variance_ = parameters.add(
      moving_parameter(layer_ + "/moving_variance", channels, 1));
  for (auto* floats : {&mean_, &scale_, &shift_, &k1_, &k2_, &k3_}) {
    floats->resize(channels_);
  }
  deviation_inverse_.resize(channels_);
  const auto size = [this](ShardSums& sums) {
    for (auto* doubles :
         {&sums.mean, &sums.deviation, &sums.dy, &sums.centred}) {
      doubles->resize(channels_);
    }
    sums.block_a.resize(channels_);
    sums.block_b.resize(channels_);
  };
  for (ShardSums& shard : shards_) size(shard);
  size(joined_);
}

void BatchNorm::start_batch() {
  for (ShardSums& shard : shards_) {
    shard.count = 0;
    for (auto* doubles :
         {&shard.mean, &shard.deviation, &shard.dy, &shard.centred}) {
      std::ranges::fill(*doubles, 0.0);
    }
  }
}

// Chan, Golub and LeVeque 1979: joins means and squared deviations without
// the cancellation of sum(z^2) - n * mean^2.
template <class Number>
static void merge_moments(int channels, double count, double more,
                          const Number* more_mean, const Number* more_deviation,
                          double* mean, double* deviation) {
  const double share = more / (count + more);
  const double weight = count * share;
  for (int c = 0; c < channels; ++c) {
    const double difference = more_mean[c] - mean[c];
    mean[c] += difference * share;
    deviation[c] += more_deviation[c] + difference * difference * weight;
  }
}

void BatchNorm::collect(const Kernels& kernels, int shard, int positions,
                        const float* z) {
  ShardSums& sums = shards_[shard];
  in_blocks(positions, channels_, [&](int start, int size) {
    kernels.moments(size, channels_, z + int64_t{start} * channels_,
                    sums.block_a.data(), sums.block_b.data());
    merge_moments(channels_, sums.count, size, sums.block_a.data(),
                  sums.block_b.data(), sums.mean.data(), sums.deviation.data());
    sums.count += size;
  });
}

void BatchNorm::finish_statistics(Parameters& parameters) {
  joined_.count = 0;
  std::ranges::fill(joined_.mean, 0.0);
  std::ranges::fill(joined_.deviation, 0.0);
  for (const ShardSums& shard : shards_) {
    if (shard.count == 0) continue;
    merge_moments(channels_, joined_.count, shard.count, shard.mean.data(),
                  shard.deviation.data(), joined_.mean.data(),
                  joined_.deviation.data());
    joined_.count += shard.count;
  }
  count_ = joined_.count;
  const float* values = parameters.values().data();
  float* moving = parameters.moving().data();
  for (int c = 0; c < channels_; ++c) {
    const double variance = joined_.deviation[c] / count_;
    deviation_inverse_[c] = 1 / std::sqrt(variance + kBatchNormEpsilon);
    mean_[c] = static_cast<float>(joined_.mean[c]);
    scale_[c] = static_cast<float>(values[gamma_ + c] * deviation_inverse_[c]);
    shift_[c] = values[beta_ + c];
    float& moving_mean = moving[moving_mean_ + c];
    float& moving_variance = moving[moving_variance_ + c];
    moving_mean += (1 - kMomentum) * (mean_[c] - moving_mean);
    moving_variance +=
        (1 - kMomentum) * (static_cast<float>(variance) - moving_variance);
  }
}

void BatchNorm::use_moving_statistics(const Parameters& parameters) {
  const float* values = parameters.values().data();
  const float* moving = parameters.moving().data();
  for (int c = 0; c < channels_; ++c) {
    const double variance = moving[moving_variance_ + c];
    mean_[c] = moving[moving_mean_ + c];
    scale_[c] = static_cast<float>(values[gamma_ + c] /
                                   std::sqrt(variance + kBatchNormEpsilon));
    shift_[c] = values[beta_ + c];
  }
}

void BatchNorm::collect_gradient(const Kernels& kernels, int shard,
                                 int positions, const float* dy,
                                 const float* z) {
  ShardSums& sums = shards_[shard];
  in_blocks(positions, channels_, [&](int start, int size) {
    std::ranges::fill(sums.block_a, 0.0f);
    std::ranges::fill(sums.block_b, 0.0f);
    const int64_t offset = int64_t{start} * channels_;
    kernels.gradient_sums(size, channels_, dy + offset, z + offset,
                          mean_.data(), sums.block_a.data(),
                          sums.block_b.data());
    for (int c = 0; c < channels_; ++c) {
      sums.dy[c] += sums.block_a[c];
      sums.centred[c] += sums.block_b[c];
    }
  });
}

// With x = (z - mean) / deviation:
//   d beta = sum(dy), d gamma = sum(dy * x),
//   dz = gamma / deviation * (dy - mean(dy) - x * mean(dy * x)).
void BatchNorm::finish_gradient(const Parameters& parameters, float* gradient) {
  const float* values = parameters.values().data();
  for (int c = 0; c < channels_; ++c) {
    double dy = 0, centred = 0;
    for (const ShardSums& shard : shards_) {
      dy += shard.dy[c];
      centred += shard.centred[c];
    }
    const double inverse = deviation_inverse_[c];
    const double scale = values[gamma_ + c] * inverse;
    gradient[beta_ + c] = static_cast<float>(dy);
    gradient[gamma_ + c] = static_cast<float>(centred * inverse);
    k1_[c] = static_cast<float>(scale);
    k2_[c] = static_cast<float>(-scale * inverse * inverse * centred / count_);
    k3_[c] = static_cast<float>(-scale * dy / count_);
  }
}

Readout BatchNorm::readout() const {
  Readout readout;
  readout.mean = mean_.data();
  readout.scale = scale_.data();
  readout.shift = shift_.data();
  return readout;
}

NormGradient BatchNorm::norm_gradient() const {
  return {k1_.data(), k2_.data(), k3_.data(), mean_.data()};
}

}  // namespace mote::engine
