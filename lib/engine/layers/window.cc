#include "lib/engine/layers/window.h"

#include <algorithm>
#include <utility>

#include "lib/graph/layers/layer_type.h"

namespace mote::engine {

Window::Window(const Layer& layer, Shape input_shape, Shape output_shape)
    : input(input_shape),
      output(output_shape),
      kernel_rows(layer.kernel.first),
      kernel_columns(layer.kernel.second),
      row_stride(layer.stride.first),
      column_stride(layer.stride.second) {
  if (input.width == 1 && kernel_columns == 1) {
    std::swap(input.height, input.width);
    std::swap(output.height, output.width);
    std::swap(kernel_rows, kernel_columns);
    std::swap(row_stride, column_stride);
  }
  if (pointwise()) {
    input = {1, input.height * input.width, input.channels};
    output = {1, output.height * output.width, output.channels};
  }
  top = same_padding_before(input.height, kernel_rows, row_stride);
  left = same_padding_before(input.width, kernel_columns, column_stride);
  const auto covered = [](int outputs, int stride, int kernel, int before,
                          int size) {
    return std::max((outputs - 1) * stride + kernel, before + size);
  };
  padded_rows =
      covered(output.height, row_stride, kernel_rows, top, input.height);
  padded_columns =
      covered(output.width, column_stride, kernel_columns, left, input.width);
}

}  // namespace mote::engine
