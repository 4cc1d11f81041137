// The loops of the portable int8 convolution, for kernels that differ in how
// sums become outputs.
#pragma once

#include "device/nn/conv/conv.h"
#include "device/nn/requantize.h"

namespace mote {
namespace nn {

// The sum over one output pixel's window. Taps beside the input count as its
// zero point, which the bias has taken into account.
static int32_t SumOfWindow(const ConvParams& p, const int8_t* input,
                           const TapRange& rows, const TapRange& columns,
                           const int8_t* weights, int32_t sum) {
  const Window& w = p.window;
  for (int32_t i = 0; i < w.kernel_height; ++i) {
    const bool row_inside = i >= rows.begin && i < rows.end;
    const int32_t y = rows.origin + i * w.dilation_height;
    for (int32_t j = 0; j < w.kernel_width; ++j) {
      const int32_t x = columns.origin + j * w.dilation_width;
      const bool inside = row_inside && j >= columns.begin && j < columns.end;
      const int8_t* pixel = input + (y * w.input_width + x) * p.input_channels;
      for (int32_t c = 0; c < p.input_channels; ++c) {
        sum = WrappingAdd(
            sum, *weights++ * (inside ? pixel[c] : p.input_zero_point));
      }
    }
  }
  return sum;
}

// Inlined, so that it costs a kernel nothing to share it.
// Rounding::Scale(params, sum, channel) makes a sum an output without its zero
// point.
template <typename Rounding>
__attribute__((always_inline)) inline void ConvLoop(const ConvParams& p,
                                                    const int8_t* input,
                                                    int8_t* output) {
  const Window& w = p.window;
  const int32_t taps = w.kernel_height * w.kernel_width * p.input_channels;
  for (int32_t y = 0; y < w.output_height; ++y) {
    const TapRange rows = RowTaps(w, y);
    for (int32_t x = 0; x < w.output_width; ++x) {
      const TapRange columns = ColumnTaps(w, x);
      for (int32_t c = 0; c < p.output_channels; ++c) {
        const int32_t sum = SumOfWindow(p, input, rows, columns,
                                        p.weights + c * taps, p.bias[c]);
        const int32_t scaled =
            WrappingAdd(Rounding::Scale(p, sum, c), p.output_zero_point);
        *output++ = static_cast<int8_t>(
            Clamp(scaled, p.activation_min, p.activation_max));
      }
    }
  }
}

}  // namespace nn
}  // namespace mote
