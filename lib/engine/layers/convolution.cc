// Convolution with SAME padding, and depthwise convolution of one channel,
// which is the same.
#include <algorithm>
#include <cstring>

#include "lib/engine/block.h"
#include "lib/engine/layers/window.h"

namespace mote::engine {
namespace {

constexpr int64_t kSlack = 16;  // floats that kernels may read too far

class ConvolutionBlock : public Block {
 public:
  ConvolutionBlock(const Layer& layer, Value* input, Shape output,
                   Parameters& parameters)
      : Block({input}, std::make_unique<Value>(layer.name, output)),
        window_(layer, input->shape, output),
        step_(input->channels),
        taps_(window_.kernel_rows * window_.kernel_columns * step_) {
    add_parameters(layer, parameters);
    const int row = window_.padded_columns * step_;
    shape_ = {window_.output.height,
              window_.output.width,
              window_.row_stride * row,
              window_.column_stride * step_,
              window_.kernel_rows,
              row,
              window_.kernel_columns * step_,
              output_->channels,
              {}};
    if (!input->is_input()) transposed_ = Buffer(taps_ * output_->channels);
  }

  int64_t scratch_floats(int) const override {
    const int64_t list = 2 * (int64_t{window_.outputs()} + 8);
    const int64_t columns = int64_t{window_.outputs()} * taps_;
    return padded_floats() + output_->size() + input().size() + list + columns +
           4 * kSlack;
  }

  void prepare(const Pass& pass) override {
    if (input().is_input()) return;
    const float* weights = pass.weights + kernel_;
    const int channels = output_->channels;
    for (int k = 0; k < taps_; ++k) {
      for (int c = 0; c < channels; ++c) {
        transposed_.data()[int64_t{c} * taps_ + k] =
            weights[int64_t{k} * channels + c];
      }
    }
  }

  void forward(const Pass& pass, Shard& shard, Samples samples) override {
    float* padded_input = shard.scratch;
    std::fill_n(padded_input, padded_floats(), input().padding);
    const float* bias = bias_ < 0 ? nullptr : pass.weights + bias_;
    for (int s = samples.first; s < samples.last; ++s) {
      read_padded(pass, s, padded_input);
      pass.kernels->convolve(shape_, padded_input, pass.weights + kernel_, bias,
                             output_->stored(s));
    }
  }

  void backward(const Pass& pass, Shard& shard, Samples samples) override {
    float* padded_input = shard.scratch;
    float* dz_memory = padded_input + padded_floats() + kSlack;
    float* rest = dz_memory + output_->size() + kSlack;
    std::fill_n(padded_input, padded_floats(), input().padding);
    if (bias_ >= 0) {
      add_bias_gradient(pass, *output_, samples, shard.gradient + bias_);
    }
    for (int s = samples.first; s < samples.last; ++s) {
      read_padded(pass, s, padded_input);
      const float* dz =
          output_->stored_gradient(pass, output_->of(s), dz_memory);
      add_kernel_gradient(pass, padded_input, dz, shard.gradient + kernel_,
                          rest);
      if (!input().is_input()) push_input_gradient(pass, s, dz, rest);
    }
  }

 private:
  void add_parameters(const Layer& layer, Parameters& parameters) {
    const int filters = output_->shape.channels;
    const int channels = input().shape.channels;
    Parameter kernel;
    kernel.name = layer.name + "/kernel";
    const int window = window_.kernel_rows * window_.kernel_columns;
    const auto add_place = [&](int tap, int channel, int filter) {
      kernel.places.push_back((tap * step_ + channel) * output_->channels +
                              filter);
    };
    if (layer.kind == LayerKind::kDepthwiseConv) {  // {1, kh, kw, out}
      for (int tap = 0; tap < window; ++tap) {
        for (int f = 0; f < filters; ++f) add_place(tap, 0, f);
      }
    } else {  // {out, kh, kw, in}
      for (int f = 0; f < filters; ++f) {
        for (int tap = 0; tap < window; ++tap) {
          for (int c = 0; c < channels; ++c) add_place(tap, c, f);
        }
      }
    }
    kernel.size = taps_ * output_->channels;
    kernel.decays = true;
    kernel.limit = starting_limit(window * channels);
    kernel_ = parameters.add(std::move(kernel));
    if (layer.bias) bias_ = parameters.add(bias_parameter(layer, filters));
  }

  int64_t padded_floats() const {
    return int64_t{window_.padded_positions()} * step_ + kSlack;
  }

  void read_padded(const Pass& pass, int sample, float* padded_input) const {
    input().read(pass, sample, window_.input, window_.padded_columns * step_,
                 step_, padded_input + window_.inside(step_));
  }

  // Behind ReLU without batch norm, gradients are often zero.
  bool mostly_zero() const { return output_->relu && !output_->norm; }

  void add_kernel_gradient(const Pass& pass, const float* padded_input,
                           const float* dz, float* gradient,
                           float* scratch) const {
    if (shape_.segment <= 8 && mostly_zero()) {
      pass.kernels->narrow_convolve_gradient(shape_, padded_input, dz, gradient,
                                             scratch);
    } else {
      pass.kernels->convolve_gradient(shape_, padded_input, dz, gradient);
    }
  }

  // dz times the transposed kernel: for every output the gradient of all it
  // saw, which is then added up.
  void push_input_gradient(const Pass& pass, int sample, const float* dz,
                           float* scratch) const {
    const int channels = output_->channels;
    const Convolution product = {1, window_.outputs(), 0,     channels, 1,
                                 0, channels,          taps_, {}};
    float* da = scratch;
    float* columns = scratch + input().size() + kSlack;
    pass.kernels->convolve(product, dz, transposed_.data(), nullptr, columns);
    std::memset(da, 0, input().size() * sizeof(float));
    for (int y = 0; y < window_.output.height; ++y) {
      for (int x = 0; x < window_.output.width; ++x) {
        add_window(y, x, columns, da);
        columns += taps_;
      }
    }
    inputs_[0].push(pass, sample, da);
  }

  void add_window(int y, int x, const float* window, float* da) const {
    for (int ky = 0; ky < window_.kernel_rows; ++ky) {
      const int row = y * window_.row_stride + ky - window_.top;
      for (int kx = 0; kx < window_.kernel_columns; ++kx, window += step_) {
        const int column = x * window_.column_stride + kx - window_.left;
        if (row < 0 || row >= window_.input.height || column < 0 ||
            column >= window_.input.width) {
          continue;
        }
        float* target = da + (row * window_.input.width + column) * step_;
        for (int c = 0; c < step_; ++c) target[c] += window[c];
      }
    }
  }

  Window window_;
  int step_;  // floats of an input position
  int taps_;  // floats a filter sees
  Convolution shape_;
  int kernel_ = -1, bias_ = -1;
  Buffer transposed_;
};

}  // namespace

std::unique_ptr<Block> make_convolution(const Layer& layer, Value* input,
                                        Shape output, Parameters& parameters) {
  const std::pair<int, int> one = {1, 1};
  if (layer.kernel == one && layer.stride == one) {
    return make_product(layer, input, output, parameters);
  }
  return std::make_unique<ConvolutionBlock>(layer, input, output, parameters);
}

}  // namespace mote::engine
