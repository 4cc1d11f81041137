// Depthwise convolution with SAME padding. With a multiplier above one, each
// input channel is read that many times and the rest is the same.
#include <algorithm>
#include <cstring>

#include "lib/engine/block.h"
#include "lib/engine/layers/window.h"

namespace mote::engine {
namespace {

class DepthwiseBlock : public Block {
 public:
  DepthwiseBlock(const Layer& layer, Value* input, Shape output,
                 Parameters& parameters)
      : Block({input}, std::make_unique<Value>(layer.name, output)),
        window_(layer, input->shape, output),
        multiplier_(layer.multiplier),
        channels_(output_->channels) {
    add_parameters(layer, parameters);
    const int row = window_.padded_columns * channels_;
    shape_ = {window_.output.height,
              window_.output.width,
              window_.row_stride * row,
              window_.column_stride * channels_,
              window_.kernel_rows,
              window_.kernel_columns,
              row,
              channels_,
              {}};
    const int dilated_row = dilated_columns() * channels_;
    backward_shape_ = {window_.input.height,
                       window_.input.width,
                       dilated_row,
                       channels_,
                       window_.kernel_rows,
                       window_.kernel_columns,
                       dilated_row,
                       channels_,
                       {}};
    flipped_ = Buffer(window() * channels_);
  }

  int64_t scratch_floats(int) const override {
    return padded_floats() + dilated_floats() + output_->size() +
           2 * expanded_floats();
  }

  bool replaces_gradient() const override { return true; }

  void prepare(const Pass& pass) override {
    const float* weights = pass.weights + kernel_;
    for (int tap = 0; tap < window(); ++tap) {
      std::memcpy(flipped_.data() + tap * channels_,
                  weights + (window() - 1 - tap) * channels_,
                  channels_ * sizeof(float));
    }
  }

  void forward(const Pass& pass, Shard& shard, Samples samples) override {
    float* padded_input = shard.scratch;
    std::fill_n(padded_input, padded_floats(), input().padding);
    const float* bias = bias_ < 0 ? nullptr : pass.weights + bias_;
    for (int s = samples.first; s < samples.last; ++s) {
      read_padded(pass, s, padded_input, padded_input + padded_floats());
      Depthwise shape = shape_;
      shape.ahead = {{input().stored(pass, s + 1), output_->stored(s + 1)},
                     channels_};
      pass.kernels->depthwise(shape, padded_input, pass.weights + kernel_, bias,
                              output_->stored(s));
    }
  }

  void backward(const Pass& pass, Shard& shard, Samples samples) override {
    float* padded_input = shard.scratch;
    float* dilated = padded_input + padded_floats();
    float* dz_memory = dilated + dilated_floats();
    float* rest = dz_memory + output_->size();
    std::fill_n(padded_input, padded_floats(), input().padding);
    std::memset(dilated, 0, dilated_floats() * sizeof(float));
    if (bias_ >= 0) {
      add_bias_gradient(pass, *output_, samples, shard.gradient + bias_);
    }
    for (int s = samples.first; s < samples.last; ++s) {
      read_padded(pass, s, padded_input, rest);
      const float* dz =
          output_->stored_gradient(pass, output_->of(s), dz_memory);
      pass.kernels->depthwise_gradient(shape_, padded_input, dz,
                                       shard.gradient + kernel_);
      if (!input().is_input()) push_input_gradient(pass, s, dz, dilated, rest);
    }
  }

 private:
  void add_parameters(const Layer& layer, Parameters& parameters) {
    const int filters = output_->shape.channels;
    Parameter kernel;
    kernel.name = layer.name + "/kernel";
    for (int tap = 0; tap < window(); ++tap) {
      for (int f = 0; f < filters; ++f) {
        kernel.places.push_back(tap * channels_ + f);
      }
    }
    kernel.size = window() * channels_;
    kernel.decays = true;
    kernel.limit = starting_limit(window());
    kernel_ = parameters.add(std::move(kernel));
    if (layer.bias) bias_ = parameters.add(bias_parameter(layer, filters));
  }

  int window() const { return window_.kernel_rows * window_.kernel_columns; }
  int64_t padded_floats() const {
    return int64_t{window_.padded_positions()} * channels_;
  }
  int dilated_columns() const {
    return window_.input.width + window_.kernel_columns - 1;
  }
  int64_t dilated_floats() const {
    return int64_t{window_.input.height + window_.kernel_rows - 1} *
           dilated_columns() * channels_;
  }
  int64_t expanded_floats() const {
    return int64_t{window_.input.height} * window_.input.width *
           std::max(channels_, input().channels);
  }

  void read_padded(const Pass& pass, int sample, float* padded_input,
                   float* scratch) const {
    float* inside = padded_input + window_.inside(channels_);
    const int row_step = window_.padded_columns * channels_;
    if (multiplier_ == 1) {
      input().read(pass, sample, window_.input, row_step, channels_, inside);
      return;
    }
    input().read(pass, sample, scratch);
    for (int y = 0; y < window_.input.height; ++y) {
      float* target = inside + int64_t{y} * row_step;
      for (int x = 0; x < window_.input.width; ++x) {
        for (int c = 0; c < output_->shape.channels; ++c) {
          target[c] = scratch[c / multiplier_];
        }
        scratch += input().channels;
        target += channels_;
      }
    }
  }

  // A correlation of dz, its samples a stride apart and zeros between, with
  // the flipped kernel.
  void push_input_gradient(const Pass& pass, int sample, const float* dz,
                           float* dilated, float* scratch) const {
    const int top = window_.kernel_rows - 1 - window_.top;
    const int left = window_.kernel_columns - 1 - window_.left;
    for (int y = 0; y < window_.output.height; ++y) {
      const int row = top + y * window_.row_stride;
      for (int x = 0; x < window_.output.width; ++x) {
        const int column = left + x * window_.column_stride;
        std::memcpy(
            dilated + (int64_t{row} * dilated_columns() + column) * channels_,
            dz, channels_ * sizeof(float));
        dz += channels_;
      }
    }
    float* da = scratch;
    Depthwise shape = backward_shape_;
    shape.ahead = {{input().stored(sample + 1), output_->stored(sample + 1),
                    output_->gradient(sample + 1)},
                   channels_};
    pass.kernels->depthwise(shape, dilated, flipped_.data(), nullptr, da);
    if (multiplier_ > 1) da = join_copies(da, scratch + expanded_floats());
    inputs_[0].push(pass, sample, da);
  }

  // The gradient of a channel is the sum over its copies.
  float* join_copies(const float* copies, float* joined) const {
    const int positions = window_.input.height * window_.input.width;
    std::memset(joined, 0, input().size() * sizeof(float));
    for (int p = 0; p < positions; ++p) {
      for (int c = 0; c < output_->shape.channels; ++c) {
        joined[p * input().channels + c / multiplier_] +=
            copies[p * channels_ + c];
      }
    }
    return joined;
  }

  Window window_;
  int multiplier_;
  int channels_;  // of the output, padded
  Depthwise shape_, backward_shape_;
  int kernel_ = -1, bias_ = -1;
  Buffer flipped_;
};

}  // namespace

std::unique_ptr<Block> make_depthwise(const Layer& layer, Value* input,
                                      Shape output, Parameters& parameters) {
  if (input->shape.channels == 1) {
    return make_convolution(layer, input, output, parameters);
  }
  return std::make_unique<DepthwiseBlock>(layer, input, output, parameters);
}

}  // namespace mote::engine
