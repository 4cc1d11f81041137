// SAME-padded windows as convolutions and depthwise convolutions use them.
#pragma once

#include <cstdint>

#include "lib/engine/value.h"
#include "lib/graph/graph.h"

namespace mote::engine {

// Sizes of a window over one sample, in positions. A time series one sample
// wide is turned on its side (its memory is the same), so that kernels find
// the long axis in a row; a 1x1 window sees one long row.
struct Window {
  Shape input, output;
  int kernel_rows, kernel_columns;
  int row_stride, column_stride;
  int top, left;  // padding before
  int padded_rows, padded_columns;

  Window(const Layer& layer, Shape input_shape, Shape output_shape);

  bool pointwise() const {
    return kernel_rows * kernel_columns * row_stride * column_stride == 1;
  }
  int padded_positions() const { return padded_rows * padded_columns; }
  int outputs() const { return output.height * output.width; }

  // Where position (0, 0) of the input lies in the padded one, in floats.
  int64_t inside(int channels) const {
    return (int64_t{top} * padded_columns + left) * channels;
  }
};

}  // namespace mote::engine
