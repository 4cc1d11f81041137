// One channel of an image as two planes of staggered words.
#pragma once

#include "device/nn/depthwise_conv/staggered_depthwise_conv.h"
#include "device/nn/staggered.h"

namespace mote {
namespace nn {
namespace staggered {

// A row of the input; outside of it the zero point, again and again.
struct PlaneRow {
  const int8_t* value;
  int32_t step;
};

// The words of `columns` columns of each third's row.
struct AnyColumns {
  static void Load(PlaneRow a, PlaneRow b, PlaneRow c, int32_t columns,
                   uint32_t* first, uint32_t* second) {
    for (uint32_t* end = first + columns; first != end;) {
      const int32_t middle = *b.value;
      *first++ = FirstWord(*a.value, middle);
      *second++ = SecondWord(middle, *c.value);
      a.value += a.step, b.value += b.step, c.value += c.step;
    }
  }
};

class Planes {
 public:
  Planes(const StaggeredDepthwiseConvParams& p, int8_t* memory)
      : p_(p),
        rows_(StaggeredPlaneRows(p.window)),
        columns_(StaggeredPlaneColumns(p.window)),
        zero_point_(static_cast<int8_t>(p.input_zero_point)),
        first_(reinterpret_cast<uint32_t*>(memory)),
        second_(first_ + rows_ * columns_) {}

  // Copies the channel that begins at `input`, with or without the borders to
  // its sides.
  template <class Columns = AnyColumns>
  void Load(const int8_t* input, bool borders = true) {
    const Window& w = p_.window;
    const int32_t room = columns_ - w.pad_left;
    const int32_t columns = room < w.input_width ? room : w.input_width;
    const int32_t third = ThirdRows(w) * w.stride_height;
    uint32_t *first = first_, *second = second_;
    const int32_t left = w.pad_left, step = columns_;
    const int32_t end = rows_ - w.pad_top;
    for (int32_t y = -w.pad_top; y < end; ++y) {
      if (borders) {
        FillBorder(first, second, 0, left);
        FillBorder(first, second, left + columns, step);
      }
      Columns::Load(At(input, y), At(input, y + third),
                    At(input, y + 2 * third), columns, first + left,
                    second + left);
      first += step, second += step;
    }
  }

  int32_t columns() const { return columns_; }
  uint32_t* first() { return first_; }
  uint32_t* second() { return second_; }

 private:
  PlaneRow At(const int8_t* input, int32_t y) const {
    const bool inside = y >= 0 && y < p_.window.input_height;
    if (!inside) return {&zero_point_, 0};
    return {input + y * p_.input_row_step, p_.input_column_step};
  }

  void FillBorder(uint32_t* first, uint32_t* second, int32_t from,
                  int32_t to) const {
    for (; from < to; ++from) {
      first[from] = FirstWord(zero_point_, zero_point_);
      second[from] = SecondWord(zero_point_, zero_point_);
    }
  }

  const StaggeredDepthwiseConvParams& p_;
  const int32_t rows_, columns_;
  const int8_t zero_point_;
  uint32_t *first_, *second_;
};

// Replaces a plane by its sums in place: that of output (y, x) comes where its
// window begins.
class AnyKernel {
 public:
  AnyKernel(const StaggeredDepthwiseConvParams& p, int32_t columns)
      : w_(p.window), columns_(columns) {}

  void Filter(const int8_t* weights, uint32_t* plane) const {
    for (int32_t y = 0; y < ThirdRows(w_); ++y) {
      uint32_t* at = plane + y * w_.stride_height * columns_;
      for (int32_t x = 0; x < w_.output_width; ++x, at += w_.stride_width) {
        *at = Sum(at, weights);
      }
    }
  }

 private:
  uint32_t Sum(const uint32_t* words, const int8_t* weights) const {
    const int32_t skip =
        w_.dilation_height * columns_ - w_.kernel_width * w_.dilation_width;
    uint32_t sum = 0;
    for (int32_t i = 0; i < w_.kernel_height; ++i, words += skip) {
      for (const int8_t* end = weights + w_.kernel_width; weights != end;) {
        sum += *words * static_cast<uint32_t>(int32_t{*weights++});
        words += w_.dilation_width;
      }
    }
    return sum;
  }

  const Window& w_;
  int32_t columns_;
};

// 3x3 without dilation. filter(words, columns, nine weights, count) replaces
// `count` words that follow each other, and up to kStaggeredSlack - 1 more.
using FilterFunction = void (*)(uint32_t* words, int32_t columns,
                                const int32_t* weights, int32_t count);
template <FilterFunction filter>
class ThreeByThree {
 public:
  ThreeByThree(const StaggeredDepthwiseConvParams& p, int32_t columns)
      : w_(p.window), columns_(columns) {}

  void Filter(const int8_t* weights, uint32_t* plane) const {
    int32_t words[9];
    for (int32_t k = 0; k < 9; ++k) words[k] = weights[k];
    const int32_t rows = ThirdRows(w_);
    const int32_t row = (w_.output_width - 1) * w_.stride_width + 1;
    if (w_.stride_height == 1) {
      filter(plane, columns_, words, (rows - 1) * columns_ + row);
      return;
    }
    for (int32_t y = 0; y < rows; ++y) {
      filter(plane, columns_, words, row);
      plane += w_.stride_height * columns_;
    }
  }

 private:
  const Window& w_;
  int32_t columns_;
};

// Where the outputs of one row of each third come from and go to.
struct ThreeRows {
  const uint32_t* first;  // words, `step` words apart
  const uint32_t* second;
  int8_t *a, *b, *c;  // outputs, `column_step` bytes apart
  int32_t step, column_step, count;
};

// Writes the rows of a channel that has these words.
using OutputFunction = void (*)(ThreeRows rows, const int32_t* words,
                                int32_t sign_steps);
template <class Product>
void WriteRows(ThreeRows rows, const int32_t* words, int32_t sign_steps) {
  const Output<Product> out(words, sign_steps);
  for (; rows.count > 0; --rows.count) {
    const ThreeSums sums = Separate(*rows.first, *rows.second);
    *rows.c = out(sums.c);
    *rows.b = out(sums.b);
    *rows.a = out(sums.a);
    rows.first += rows.step, rows.second += rows.step;
    rows.a += rows.column_step;
    rows.b += rows.column_step;
    rows.c += rows.column_step;
  }
}

// Row `y` of each third. A row behind the last goes where the first one comes
// then.
inline ThreeRows RowsAt(const StaggeredDepthwiseConvParams& p, Planes& planes,
                        int32_t y, int8_t* output) {
  const Window& w = p.window;
  const int32_t rows = ThirdRows(w);
  const int32_t at = y * planes.columns() * w.stride_height;
  const int32_t third = rows * p.output_row_step;
  int8_t* a = output + y * p.output_row_step;
  return {planes.first() + at,
          planes.second() + at,
          a,
          y + rows < w.output_height ? a + third : a,
          y + 2 * rows < w.output_height ? a + 2 * third : a,
          w.stride_width,
          p.output_column_step,
          w.output_width};
}

template <class Kernel>
void DepthwiseConv(const StaggeredDepthwiseConvParams& p, const int8_t* input,
                   int8_t* output, int8_t* scratch, OutputFunction write) {
  const Window& w = p.window;
  Planes planes(p, scratch);
  const Kernel kernel(p, planes.columns());
  for (int32_t c = 0; c < p.channels; ++c) {
    planes.Load(input + c);
    const int8_t* weights = p.weights + c * w.kernel_height * w.kernel_width;
    kernel.Filter(weights, planes.first());
    kernel.Filter(weights, planes.second());
    for (int32_t y = 0; y < ThirdRows(w); ++y) {
      write(RowsAt(p, planes, y, output + c), p.outputs + c * p.output_words,
            p.sign_steps);
    }
  }
  ClampBytes(output, w.output_height * w.output_width * p.channels,
             p.activation_min, p.activation_max);
}

// With the kernel that fits.
template <FilterFunction filter>
void DepthwiseConv(const StaggeredDepthwiseConvParams& p, const int8_t* input,
                   int8_t* output, int8_t* scratch, OutputFunction write) {
  const Window& w = p.window;
  if (w.kernel_height == 3 && w.kernel_width == 3 && w.dilation_height == 1 &&
      w.dilation_width == 1) {
    DepthwiseConv<ThreeByThree<filter>>(p, input, output, scratch, write);
  } else {
    DepthwiseConv<AnyKernel>(p, input, output, scratch, write);
  }
}

}  // namespace staggered
}  // namespace nn
}  // namespace mote
