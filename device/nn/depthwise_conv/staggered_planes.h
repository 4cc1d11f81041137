// One channel of an image as two planes of staggered words.
#pragma once

#include "device/nn/depthwise_conv/staggered_depthwise_conv.h"
#include "device/nn/staggered.h"

namespace mote {
namespace nn {
namespace staggered {

class Planes {
 public:
  // Fills the planes with the input's zero point.
  Planes(const StaggeredDepthwiseConvParams& p, int8_t* memory)
      : p_(p),
        rows_(StaggeredPlaneRows(p.window)),
        columns_(StaggeredPlaneColumns(p.window)),
        zero_point_(static_cast<int8_t>(p.input_zero_point)),
        first_(reinterpret_cast<uint32_t*>(memory)),
        second_(first_ + rows_ * columns_) {
    for (int32_t i = 0; i < rows_ * columns_; ++i) {
      first_[i] = FirstWord(zero_point_, zero_point_);
      second_[i] = SecondWord(zero_point_, zero_point_);
    }
  }

  // Copies the channel that begins at `input`.
  void Load(const int8_t* input) {
    const Window& w = p_.window;
    const int32_t room = columns_ - w.pad_left;
    const int32_t columns = room < w.input_width ? room : w.input_width;
    const int32_t third = ThirdRows(w) * w.stride_height;
    for (int32_t r = 0; r < rows_; ++r) {
      const int32_t at = r * columns_ + w.pad_left;
      const int32_t y = r - w.pad_top;
      LoadRow(At(input, y), At(input, y + third), At(input, y + 2 * third),
              columns, at);
    }
  }

  int32_t columns() const { return columns_; }
  const uint32_t* first() const { return first_; }
  const uint32_t* second() const { return second_; }

 private:
  // A row of the input; outside of it the zero point, again and again.
  struct Row {
    const int8_t* value;
    int32_t step;
  };

  Row At(const int8_t* input, int32_t y) const {
    const bool inside = y >= 0 && y < p_.window.input_height;
    if (!inside) return {&zero_point_, 0};
    return {input + y * p_.input_row_step, p_.input_column_step};
  }

  void LoadRow(Row a, Row b, Row c, int32_t columns, int32_t at) {
    uint32_t* first = first_ + at;
    uint32_t* second = second_ + at;
    for (uint32_t* end = first + columns; first != end;) {
      *first++ = FirstWord(*a.value, *b.value);
      *second++ = SecondWord(*b.value, *c.value);
      a.value += a.step, b.value += b.step, c.value += c.step;
    }
  }

  const StaggeredDepthwiseConvParams& p_;
  const int32_t rows_, columns_;
  const int8_t zero_point_;
  uint32_t *first_, *second_;
};

// Two words of sums.
struct TwoWords {
  uint32_t first, second;
};

// The sums of any kernel.
class AnyKernel {
 public:
  AnyKernel(const StaggeredDepthwiseConvParams& p, int32_t columns)
      : rows_(p.window.kernel_height),
        width_(p.window.kernel_width),
        step_(p.window.dilation_width),
        skip_(p.window.dilation_height * columns -
              p.window.kernel_width * p.window.dilation_width) {}

  void Use(const int8_t* weights) { weights_ = weights; }

  TwoWords operator()(const uint32_t* first, const uint32_t* second) const {
    TwoWords sums = {0, 0};
    const int8_t* weights = weights_;
    for (int32_t i = 0; i < rows_; ++i, first += skip_, second += skip_) {
      for (const int8_t* end = weights + width_; weights != end;) {
        const uint32_t weight = static_cast<uint32_t>(int32_t{*weights++});
        sums.first += *first * weight;
        sums.second += *second * weight;
        first += step_, second += step_;
      }
    }
    return sums;
  }

 private:
  int32_t rows_, width_, step_, skip_;
  const int8_t* weights_ = nullptr;
};

// 3x3 without dilation.
class ThreeByThree {
 public:
  ThreeByThree(const StaggeredDepthwiseConvParams&, int32_t columns)
      : columns_(columns) {}

  void Use(const int8_t* weights) {
    for (int32_t k = 0; k < 9; ++k) {
      weights_[k] = static_cast<uint32_t>(int32_t{weights[k]});
    }
  }

  TwoWords operator()(const uint32_t* first, const uint32_t* second) const {
    return {Sum(first), Sum(second)};
  }

 private:
  uint32_t Sum(const uint32_t* x) const {
    const uint32_t* y = x + columns_;
    const uint32_t* z = y + columns_;
    return x[0] * weights_[0] + x[1] * weights_[1] + x[2] * weights_[2] +
           y[0] * weights_[3] + y[1] * weights_[4] + y[2] * weights_[5] +
           z[0] * weights_[6] + z[1] * weights_[7] + z[2] * weights_[8];
  }

  int32_t columns_;
  uint32_t weights_[9];
};

// One row of each third, of which `thirds` lie on the output.
template <class Product, class Kernel>
void ThreeRows(const StaggeredDepthwiseConvParams& p, const Kernel& kernel,
               const Output<Product>& out, const uint32_t* first,
               const uint32_t* second, int8_t* output, int32_t thirds) {
  const int32_t third = ThirdRows(p.window) * p.output_row_step;
  const int32_t step = p.window.stride_width;
  for (int32_t x = 0; x < p.window.output_width; ++x) {
    const TwoWords words = kernel(first, second);
    const ThreeSums sums = Separate(words.first, words.second);
    output[0] = out(sums.a);
    if (thirds > 1) output[third] = out(sums.b);
    if (thirds > 2) output[2 * third] = out(sums.c);
    first += step, second += step, output += p.output_column_step;
  }
}

template <class Product, class Kernel>
void DepthwiseConv(const StaggeredDepthwiseConvParams& p, const int8_t* input,
                   int8_t* output, int8_t* scratch) {
  const Window& w = p.window;
  Planes planes(p, scratch);
  Kernel kernel(p, planes.columns());
  const int32_t rows = ThirdRows(w);
  const int32_t row_step = planes.columns() * w.stride_height;
  for (int32_t c = 0; c < p.channels; ++c) {
    planes.Load(input + c);
    kernel.Use(p.weights + c * w.kernel_height * w.kernel_width);
    const Output<Product> out(p.outputs + c * kOutputWords, p.sign_steps);
    for (int32_t y = 0; y < rows; ++y) {
      const int32_t thirds =
          1 + (y + rows < w.output_height) + (y + 2 * rows < w.output_height);
      ThreeRows(p, kernel, out, planes.first() + y * row_step,
                planes.second() + y * row_step,
                output + c + y * p.output_row_step, thirds);
    }
  }
  ClampBytes(output, w.output_height * w.output_width * p.channels,
             p.activation_min, p.activation_max);
}

// With the kernel that fits.
template <class Product>
void DepthwiseConv(const StaggeredDepthwiseConvParams& p, const int8_t* input,
                   int8_t* output, int8_t* scratch) {
  const Window& w = p.window;
  if (w.kernel_height == 3 && w.kernel_width == 3 && w.dilation_height == 1 &&
      w.dilation_width == 1) {
    DepthwiseConv<Product, ThreeByThree>(p, input, output, scratch);
  } else {
    DepthwiseConv<Product, AnyKernel>(p, input, output, scratch);
  }
}

}  // namespace staggered
}  // namespace nn
}  // namespace mote
