// One channel of an image as 16-bit values with borders.
#pragma once

#include "device/nn/depthwise_conv/packed_depthwise_conv.h"

namespace mote {
namespace nn {
namespace armv7em {

// Rows of one channel to copy. The order is that of the assembly.
struct ChannelRows {
  int32_t columns, rows;
  int32_t column_step;    // bytes from one value to the next
  int32_t row_advance;    // from a row's end to the next row
  int32_t plane_advance;  // likewise, in the plane
};

// Each value becomes the upper byte of a 16-bit value, whose lower byte stays
// as it is.
void LoadRows(const ChannelRows* rows, const int8_t* from, int16_t* to);

class Plane {
 public:
  // Fills the plane with the input's zero point.
  Plane(const PackedDepthwiseConvParams& params, int8_t* memory)
      : p_(params),
        values_(reinterpret_cast<int16_t*>(memory)),
        width_(PlaneWidth(params.window)) {
    const Window& w = p_.window;
    FillRows(0, PlaneHeight(w, p_.strip_rows));
    rows_.columns = Smaller(width_ - w.pad_left, w.input_width);
    rows_.rows = 0;
    rows_.column_step = p_.input_column_step;
    rows_.row_advance = p_.input_row_step - rows_.columns * rows_.column_step;
    rows_.plane_advance = 2 * (width_ - rows_.columns);
  }

  const int16_t* values() const { return values_; }

  // Makes the rows ready that the outputs from row `first_output` on see;
  // strips of one channel come in order.
  void Load(const int8_t* channel, int32_t first_output, int32_t outputs) {
    const Window& w = p_.window;
    int32_t first = first_output * w.stride_height - w.pad_top;
    int32_t at = 0;
    const int32_t end = first + PlaneHeight(w, outputs);
    if (first_output > 0) {
      const int32_t seen_again = w.kernel_height - w.stride_height;
      at = seen_again > 0 ? seen_again : 0;
      Carry(p_.strip_rows * w.stride_height, at);
      first += at;
    } else if (first < 0) {
      at = -first;
      if (p_.strip_rows < w.output_height) FillRows(0, at);
      first = 0;
    }
    const int32_t inside = Smaller(end, w.input_height) - first;
    if (inside > 0) LoadInside(channel, first, inside, at);
    const int32_t below = end - first - (inside > 0 ? inside : 0);
    if (below > 0 && first_output > 0) {
      FillRows(at + end - first - below, below);
    }
  }

 private:
  static int32_t Smaller(int32_t a, int32_t b) { return a < b ? a : b; }

  void LoadInside(const int8_t* channel, int32_t first, int32_t rows,
                  int32_t at) {
    rows_.rows = rows;
    LoadRows(&rows_, channel + first * p_.input_row_step,
             values_ + at * width_ + p_.window.pad_left);
  }

  void FillRows(int32_t first, int32_t rows) {
    int16_t* value = values_ + first * width_;
    const int16_t border = static_cast<int16_t>(p_.input_zero_point * 256);
    for (int32_t i = rows * width_; i > 0; --i) {
      *value++ = border;
      asm volatile("" ::: "memory");  // else gcc calls memset
    }
  }

  // Moves rows that the next strip sees too to the top.
  void Carry(int32_t from, int32_t rows) {
    int32_t* to = reinterpret_cast<int32_t*>(values_);
    const int32_t* source = to + from * width_ / 2;
    for (int32_t i = rows * width_ / 2; i > 0; --i) {
      *to++ = *source++;
      asm volatile("" ::: "memory");
    }
  }

  const PackedDepthwiseConvParams& p_;
  int16_t* values_;
  int32_t width_;
  ChannelRows rows_;
};

// Calls run(values, channel, first output row, rows) for every strip of every
// channel.
template <typename Run>
void ForEachStrip(const PackedDepthwiseConvParams& p, const int8_t* input,
                  int8_t* scratch, const Run& run) {
  Plane plane(p, scratch);
  const int32_t height = p.window.output_height;
  for (int32_t c = 0; c < p.channels; ++c) {
    for (int32_t y = 0; y < height; y += p.strip_rows) {
      const int32_t left = height - y;
      const int32_t rows = left < p.strip_rows ? left : p.strip_rows;
      plane.Load(input + c, y, rows);
      run(plane.values(), c, y, rows);
    }
  }
}

}  // namespace armv7em
}  // namespace nn
}  // namespace mote
