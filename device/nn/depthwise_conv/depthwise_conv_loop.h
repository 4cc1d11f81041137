// The loops of the portable int8 depthwise convolution, for kernels that differ
// in how sums become outputs.
#pragma once

#include "device/nn/depthwise_conv/depthwise_conv.h"
#include "device/nn/requantize.h"

namespace mote {
namespace nn {

// The sum of output channel `o` over one window.
static int32_t DepthwiseSumOfWindow(const DepthwiseConvParams& p,
                                    const int8_t* input, const TapRange& rows,
                                    const TapRange& columns, int32_t o) {
  const Window& w = p.window;
  const int32_t outputs = p.input_channels * p.multiplier_of_channels;
  const int8_t* weights = p.weights + o;
  const int32_t channel = o / p.multiplier_of_channels;
  int32_t sum = p.bias[o];
  for (int32_t i = 0; i < w.kernel_height; ++i) {
    const bool row_inside = i >= rows.begin && i < rows.end;
    const int32_t y = rows.origin + i * w.dilation_height;
    for (int32_t j = 0; j < w.kernel_width; ++j, weights += outputs) {
      const int32_t x = columns.origin + j * w.dilation_width;
      const bool inside = row_inside && j >= columns.begin && j < columns.end;
      const int32_t value =
          inside ? input[(y * w.input_width + x) * p.input_channels + channel]
                 : p.input_zero_point;
      sum = WrappingAdd(sum, *weights * value);
    }
  }
  return sum;
}

// Inlined, so that it costs a kernel nothing to share it.
// Rounding::Scale(params, sum, channel) makes a sum an output without its zero
// point.
template <typename Rounding>
__attribute__((always_inline)) inline void DepthwiseConvLoop(
    const DepthwiseConvParams& p, const int8_t* input, int8_t* output) {
  const Window& w = p.window;
  const int32_t outputs = p.input_channels * p.multiplier_of_channels;
  for (int32_t y = 0; y < w.output_height; ++y) {
    const TapRange rows = RowTaps(w, y);
    for (int32_t x = 0; x < w.output_width; ++x) {
      const TapRange columns = ColumnTaps(w, x);
      for (int32_t o = 0; o < outputs; ++o) {
        const int32_t sum = DepthwiseSumOfWindow(p, input, rows, columns, o);
        const int32_t scaled =
            WrappingAdd(Rounding::Scale(p, sum, o), p.output_zero_point);
        *output++ = static_cast<int8_t>(
            Clamp(scaled, p.activation_min, p.activation_max));
      }
    }
  }
}

}  // namespace nn
}  // namespace mote
