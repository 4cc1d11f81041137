// Dense layer: the samples of a chunk are the rows of one matrix.
#include <algorithm>

#include "lib/engine/block.h"

namespace mote::engine {
namespace {

class DenseBlock : public Block {
 public:
  DenseBlock(const Layer& layer, Value* input, Shape output,
             Parameters& parameters)
      : Block({input}, std::make_unique<Value>(layer.name, output)),
        size_(static_cast<int>(input->size())) {
    add_parameters(layer, parameters);
    if (!input->is_input()) {
      transposed_ = Buffer(int64_t{output_->shape.channels} * size_);
    }
  }

  int64_t scratch_floats(int samples) const override {
    return samples * (2 * int64_t{size_} + output_->channels);
  }

  void prepare(const Pass& pass) override {
    if (input().is_input()) return;
    const float* weights = pass.weights + kernel_;
    for (int f = 0; f < output_->shape.channels; ++f) {
      float* row = transposed_.data() + int64_t{f} * size_;
      for (int i = 0; i < size_; ++i) {
        row[i] = weights[int64_t{i} * output_->channels + f];
      }
    }
  }

  void forward(const Pass& pass, Shard& shard, Samples samples) override {
    const float* rows = read_rows(pass, samples, shard.scratch);
    const float* bias = bias_ < 0 ? nullptr : pass.weights + bias_;
    pass.kernels->convolve(product(samples), rows, pass.weights + kernel_, bias,
                           output_->stored(samples.first));
  }

  void backward(const Pass& pass, Shard& shard, Samples samples) override {
    const int channels = output_->channels;
    float* dz_memory = shard.scratch + int64_t{samples.count()} * size_;
    float* da = dz_memory + int64_t{samples.count()} * channels;
    const float* rows = read_rows(pass, samples, shard.scratch);
    for (int s = samples.first; s < samples.last; ++s) {
      float* dz = dz_memory + int64_t{s - samples.first} * channels;
      const float* found = output_->stored_gradient(pass, s, dz);
      if (found != dz) std::copy_n(found, channels, dz);
    }
    if (bias_ >= 0) {
      add_bias_gradient(pass, *output_, samples, shard.gradient + bias_);
    }
    pass.kernels->convolve_gradient(product(samples), rows, dz_memory,
                                    shard.gradient + kernel_);
    if (input().is_input()) return;
    const Convolution back = {1, samples.count(),         0,    channels, 1,
                              0, output_->shape.channels, size_};
    pass.kernels->convolve(back, dz_memory, transposed_.data(), nullptr, da);
    for (int s = samples.first; s < samples.last; ++s) {
      inputs_[0].push(pass, s, da);
      da += size_;
    }
  }

 private:
  void add_parameters(const Layer& layer, Parameters& parameters) {
    const Shape& shape = input().shape;
    Parameter kernel;
    kernel.name = layer.name + "/kernel";
    for (int f = 0; f < output_->shape.channels; ++f) {
      for (int p = 0; p < input().positions(); ++p) {
        for (int c = 0; c < shape.channels; ++c) {
          kernel.places.push_back(
              (p * input().channels + c) * output_->channels + f);
        }
      }
    }
    kernel.size = size_ * output_->channels;
    kernel.decays = true;
    kernel.limit =
        starting_limit(static_cast<int>(shape.size()) + layer.filters);
    kernel_ = parameters.add(std::move(kernel));
    if (layer.bias) {
      bias_ = parameters.add(bias_parameter(layer, output_->shape.channels));
    }
  }

  Convolution product(Samples samples) const {
    return {1, samples.count(), 0, size_, 1, 0, size_, output_->channels};
  }

  // The activations of all samples: read, or where they lie already.
  const float* read_rows(const Pass& pass, Samples samples,
                         float* scratch) const {
    if (input().plain()) return input().stored(pass, samples.first);
    for (int s = samples.first; s < samples.last; ++s) {
      input().read(pass, s, scratch + int64_t{s - samples.first} * size_);
    }
    return scratch;
  }

  int size_;  // floats of a sample, channels padded
  int kernel_ = -1, bias_ = -1;
  Buffer transposed_;
};

}  // namespace

std::unique_ptr<Block> make_dense(const Layer& layer, Value* input,
                                  Shape output, Parameters& parameters) {
  return std::make_unique<DenseBlock>(layer, input, output, parameters);
}

}  // namespace mote::engine
