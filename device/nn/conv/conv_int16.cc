#include "device/nn/conv/conv_int16.h"

#include "device/nn/requantize.h"

namespace mote {
namespace nn {
namespace reference {
namespace {

template <typename Sum>
Sum SumOfWindow(const ConvInt16ParamsOf<Sum>& p, const int16_t* input,
                const TapRange& rows, const TapRange& columns,
                int32_t channel) {
  const Window& w = p.window;
  Sum sum = p.bias[channel];
  for (int32_t i = rows.begin; i < rows.end; ++i) {
    const int32_t y = rows.origin + i * w.dilation_height;
    for (int32_t j = columns.begin; j < columns.end; ++j) {
      const int32_t x = columns.origin + j * w.dilation_width;
      const int16_t* pixel = input + (y * w.input_width + x) * p.input_channels;
      const int32_t tap = (channel * w.kernel_height + i) * w.kernel_width + j;
      const int8_t* weights = p.weights + tap * p.input_channels;
      for (int32_t c = 0; c < p.input_channels; ++c) {
        sum = AddToSum(sum, weights[c] * pixel[c]);
      }
    }
  }
  return sum;
}

template <typename Sum>
void Conv(const ConvInt16ParamsOf<Sum>& p, const int16_t* input,
          int16_t* output) {
  const Window& w = p.window;
  for (int32_t y = 0; y < w.output_height; ++y) {
    const TapRange rows = RowTaps(w, y);
    for (int32_t x = 0; x < w.output_width; ++x) {
      const TapRange columns = ColumnTaps(w, x);
      for (int32_t c = 0; c < p.output_channels; ++c) {
        const int32_t scaled =
            RequantizeSum(SumOfWindow(p, input, rows, columns, c),
                          p.multiplier[c], p.shift[c]);
        *output++ = static_cast<int16_t>(
            Clamp(scaled, p.activation_min, p.activation_max));
      }
    }
  }
}

}  // namespace

void ConvInt16(const ConvInt16Params& p, const int16_t* input, int16_t* output,
               int8_t* /*scratch*/) {
  Conv(p, input, output);
}

void ConvInt16Short(const ConvInt16ShortParams& p, const int16_t* input,
                    int16_t* output, int8_t* /*scratch*/) {
  Conv(p, input, output);
}

}  // namespace reference
}  // namespace nn
}  // namespace mote
