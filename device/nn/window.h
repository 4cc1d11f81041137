// Where a kernel's window lies on its input.
#pragma once

#include <stdint.h>

namespace mote {
namespace nn {

// Output (y, x) sees input rows y * stride_height - pad_top + i *
// dilation_height for i below kernel_height; columns likewise. What lies
// outside the input counts as real zero, or is left out when pooling.
struct Window {
  int32_t input_height, input_width;
  int32_t output_height, output_width;
  int32_t kernel_height, kernel_width;
  int32_t stride_height, stride_width;
  int32_t dilation_height, dilation_width;
  int32_t pad_top, pad_left;
};

// The taps [begin, end) of one output row or column that lie on the input.
struct TapRange {
  int32_t begin, end;
  int32_t origin;  // input position of tap 0, may be negative
};

inline TapRange TapsInside(int32_t output, int32_t stride, int32_t pad,
                           int32_t dilation, int32_t kernel, int32_t input) {
  const int32_t origin = output * stride - pad;
  int32_t begin = 0, end = kernel;
  while (begin < kernel && origin + begin * dilation < 0) ++begin;
  while (end > begin && origin + (end - 1) * dilation >= input) --end;
  return {begin, end, origin};
}

inline TapRange RowTaps(const Window& w, int32_t y) {
  return TapsInside(y, w.stride_height, w.pad_top, w.dilation_height,
                    w.kernel_height, w.input_height);
}

inline TapRange ColumnTaps(const Window& w, int32_t x) {
  return TapsInside(x, w.stride_width, w.pad_left, w.dilation_width,
                    w.kernel_width, w.input_width);
}

}  // namespace nn
}  // namespace mote
