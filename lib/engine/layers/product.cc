// Dense layers and 1x1 convolutions: rows times a matrix. A row is a whole
// sample for the one, a position for the other.
#include <algorithm>

#include "lib/engine/block.h"

namespace mote::engine {
namespace {

// Rows that go through all steps together stay in the first-level cache. Tiles
// of two, three, four and six rows cover a multiple of twelve.
constexpr int kStripFloats = 3072;
constexpr int kRowStep = 12;

class ProductBlock : public Block {
 public:
  ProductBlock(const Layer& layer, Value* input, Shape output,
               Parameters& parameters)
      : Block({input}, std::make_unique<Value>(layer.name, output)),
        row_positions_(layer.kind == LayerKind::kDense ? input->positions()
                                                       : 1),
        row_size_(row_positions_ * input->channels),
        strip_rows_(std::max(1, kStripFloats / row_size_ / kRowStep) *
                    kRowStep) {
    add_parameters(layer, parameters);
    if (!input->is_input()) {
      transposed_ = Buffer(int64_t{output_->shape.channels} * row_size_);
    }
  }

  int64_t scratch_floats(int) const override {
    return strip_rows_ * (2 * int64_t{row_size_} + output_->channels);
  }

  bool replaces_gradient() const override { return true; }

  void prepare(const Pass& pass) override {
    if (input().is_input()) return;
    const float* weights = pass.weights + kernel_;
    for (int f = 0; f < output_->shape.channels; ++f) {
      float* row = transposed_.data() + int64_t{f} * row_size_;
      for (int i = 0; i < row_size_; ++i) {
        row[i] = weights[int64_t{i} * output_->channels + f];
      }
    }
  }

  void forward(const Pass& pass, Shard& shard, Samples samples) override {
    const float* bias = bias_ < 0 ? nullptr : pass.weights + bias_;
    in_strips(samples, [&](Positions rows) {
      const float* in =
          input().activations(pass, input_positions(rows), shard.scratch);
      const Positions next = after(rows);
      Convolution shape = product(rows);
      shape.ahead = {
          {input().stored(pass, input_positions(next)), output_->stored(next)},
          output_->channels};
      pass.kernels->convolve(shape, in, pass.weights + kernel_, bias,
                             output_->stored(rows));
    });
  }

  void backward(const Pass& pass, Shard& shard, Samples samples) override {
    float* dz_memory = shard.scratch + int64_t{strip_rows_} * row_size_;
    float* da = dz_memory + int64_t{strip_rows_} * output_->channels;
    if (bias_ >= 0) {
      add_bias_gradient(pass, *output_, samples, shard.gradient + bias_);
    }
    in_strips(samples, [&](Positions rows) {
      const float* in =
          input().activations(pass, input_positions(rows), shard.scratch);
      const float* dz = output_->stored_gradient(pass, rows, dz_memory);
      pass.kernels->convolve_gradient(product(rows), in, dz,
                                      shard.gradient + kernel_);
      if (input().is_input()) return;
      const Positions next = after(rows);
      Convolution back = transposed_product(rows);
      back.ahead = {{input().stored(input_positions(next)),
                     output_->stored(next), output_->gradient(next)},
                    output_->channels};
      pass.kernels->convolve(back, dz, transposed_.data(), nullptr, da);
      inputs_[0].push(pass, input_positions(rows), da);
    });
  }

 private:
  void add_parameters(const Layer& layer, Parameters& parameters) {
    const int filters = output_->shape.channels;
    const int channels = input().shape.channels;
    Parameter kernel;
    kernel.name = layer.name + "/kernel";
    for (int f = 0; f < filters; ++f) {
      for (int p = 0; p < row_positions_; ++p) {
        for (int c = 0; c < channels; ++c) {
          kernel.places.push_back(
              (p * input().channels + c) * output_->channels + f);
        }
      }
    }
    kernel.size = row_size_ * output_->channels;
    kernel.decays = true;
    kernel.limit =
        starting_limit(row_positions_ * channels +
                       (layer.kind == LayerKind::kDense ? filters : 0));
    kernel_ = parameters.add(std::move(kernel));
    if (layer.bias) bias_ = parameters.add(bias_parameter(layer, filters));
  }

  // Rows are the output's positions.
  Positions input_positions(Positions rows) const {
    return {rows.first * row_positions_, rows.count * row_positions_};
  }

  static Positions after(Positions rows) {
    return {rows.first + rows.count, rows.count};
  }

  Convolution product(Positions rows) const {
    return {1,         rows.count,        0, row_size_, 1, 0,
            row_size_, output_->channels, {}};
  }
  // dz times the transposed matrix.
  Convolution transposed_product(Positions rows) const {
    return {1,
            rows.count,
            0,
            output_->channels,
            1,
            0,
            output_->shape.channels,
            row_size_,
            {}};
  }

  // Calls strip(rows) for all rows of the samples, a strip at a time.
  template <class Strip>
  void in_strips(Samples samples, const Strip& strip) const {
    const int64_t end = output_->of(samples.last).first;
    for (int64_t row = output_->of(samples.first).first; row < end;
         row += strip_rows_) {
      strip(Positions{
          row, static_cast<int>(std::min<int64_t>(strip_rows_, end - row))});
    }
  }

  int row_positions_;  // of the input
  int row_size_;       // floats, channels padded
  int strip_rows_;
  int kernel_ = -1, bias_ = -1;
  Buffer transposed_;
};

}  // namespace

std::unique_ptr<Block> make_product(const Layer& layer, Value* input,
                                    Shape output, Parameters& parameters) {
  return std::make_unique<ProductBlock>(layer, input, output, parameters);
}

}  // namespace mote::engine
