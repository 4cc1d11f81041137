// One channel of an image as 16-bit values with borders.
#pragma once

#include "device/nn/depthwise_conv/packed_depthwise_conv.h"

namespace mote {
namespace nn {
namespace armv7em {

class Plane {
 public:
  // Fills the plane with the input's zero point.
  Plane(const PackedDepthwiseConvParams& params, int8_t* memory)
      : p_(params), values_(reinterpret_cast<int16_t*>(memory)) {
    const int32_t border = p_.input_zero_point * 256;
    const int32_t count = PlaneWidth(p_.window) * PlaneHeight(p_.window);
    for (int32_t i = 0; i < count; ++i) {
      values_[i] = static_cast<int16_t>(border);
      asm volatile("" ::: "memory");  // else gcc calls memset
    }
  }

  // Copies the channel that begins at `input`: each value becomes the upper
  // byte of a 16-bit value, whose lower byte stays 0.
  void Load(const int8_t* input) {
    const Window& w = p_.window;
    const int32_t columns = Smaller(PlaneWidth(w) - w.pad_left, w.input_width);
    const int32_t rows = Smaller(PlaneHeight(w) - w.pad_top, w.input_height);
    int8_t* to = reinterpret_cast<int8_t*>(values_ + w.pad_top * PlaneWidth(w) +
                                           w.pad_left);
    for (int32_t y = 0; y < rows; ++y) {
      LoadRow(input + y * p_.input_row_step, columns, to);
      to += 2 * PlaneWidth(w);
    }
  }

  const int16_t* values() const { return values_; }

 private:
  static int32_t Smaller(int32_t a, int32_t b) { return a < b ? a : b; }

  void LoadRow(const int8_t* from, int32_t columns, int8_t* to) const {
    const int32_t step = p_.input_column_step;
    for (; columns >= 4; columns -= 4, to += 8) {
      to[1] = from[0];
      from += step;
      to[3] = from[0];
      from += step;
      to[5] = from[0];
      from += step;
      to[7] = from[0];
      from += step;
    }
    for (; columns > 0; --columns, to += 2, from += step) to[1] = from[0];
  }

  const PackedDepthwiseConvParams& p_;
  int16_t* values_;
};

}  // namespace armv7em
}  // namespace nn
}  // namespace mote
