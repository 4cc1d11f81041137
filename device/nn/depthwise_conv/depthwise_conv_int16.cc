#include "device/nn/depthwise_conv/depthwise_conv_int16.h"

#include "device/nn/requantize.h"

namespace mote {
namespace nn {
namespace reference {
namespace {

int64_t SumOfWindow(const DepthwiseConvInt16Params& p, const int16_t* input,
                    const TapRange& rows, const TapRange& columns,
                    int32_t output_channel) {
  const Window& w = p.window;
  const int32_t outputs = p.input_channels * p.multiplier_of_channels;
  const int32_t channel = output_channel / p.multiplier_of_channels;
  int64_t sum = p.bias[output_channel];
  for (int32_t i = rows.begin; i < rows.end; ++i) {
    const int32_t y = rows.origin + i * w.dilation_height;
    for (int32_t j = columns.begin; j < columns.end; ++j) {
      const int32_t x = columns.origin + j * w.dilation_width;
      const int32_t tap = i * w.kernel_width + j;
      sum += p.weights[tap * outputs + output_channel] *
             input[(y * w.input_width + x) * p.input_channels + channel];
    }
  }
  return sum;
}

}  // namespace

void DepthwiseConvInt16(const DepthwiseConvInt16Params& p, const int16_t* input,
                        int16_t* output, int8_t* /*scratch*/) {
  const Window& w = p.window;
  const int32_t outputs = p.input_channels * p.multiplier_of_channels;
  for (int32_t y = 0; y < w.output_height; ++y) {
    const TapRange rows = RowTaps(w, y);
    for (int32_t x = 0; x < w.output_width; ++x) {
      const TapRange columns = ColumnTaps(w, x);
      for (int32_t c = 0; c < outputs; ++c) {
        const int32_t scaled =
            RequantizeLong(SumOfWindow(p, input, rows, columns, c),
                           p.multiplier[c], p.shift[c]);
        *output++ = static_cast<int16_t>(
            Clamp(scaled, p.activation_min, p.activation_max));
      }
    }
  }
}

}  // namespace reference
}  // namespace nn
}  // namespace mote
