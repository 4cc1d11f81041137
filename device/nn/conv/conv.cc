#include "device/nn/conv/conv.h"

#include "device/nn/conv/conv_loop.h"
#include "device/nn/requantize.h"

namespace mote {
namespace nn {
namespace reference {
namespace {

struct Twice {
  static int32_t Scale(const ConvParams& p, int32_t sum, int32_t c) {
    return Requantize(sum, p.multiplier[c], p.shift[c]);
  }
};

}  // namespace

void ConvInt8(const ConvParams& p, const int8_t* input, int8_t* output,
              int8_t* /*scratch*/) {
  ConvLoop<Twice>(p, input, output);
}

void ConvFloat(const ConvFloatParams& p, const float* input, float* output,
               int8_t* /*scratch*/) {
  const Window& w = p.window;
  for (int32_t y = 0; y < w.output_height; ++y) {
    const TapRange rows = RowTaps(w, y);
    for (int32_t x = 0; x < w.output_width; ++x) {
      const TapRange columns = ColumnTaps(w, x);
      for (int32_t o = 0; o < p.output_channels; ++o) output[o] = p.bias[o];
      for (int32_t i = rows.begin; i < rows.end; ++i) {
        const int32_t row = rows.origin + i * w.dilation_height;
        for (int32_t j = columns.begin; j < columns.end; ++j) {
          const int32_t column = columns.origin + j * w.dilation_width;
          const float* pixel =
              input + (row * w.input_width + column) * p.input_channels;
          const float* weights = p.weights + (i * w.kernel_width + j) *
                                                 p.input_channels *
                                                 p.output_channels;
          for (int32_t c = 0; c < p.input_channels; ++c) {
            for (int32_t o = 0; o < p.output_channels; ++o) {
              output[o] += pixel[c] * *weights++;
            }
          }
        }
      }
      for (int32_t o = 0; o < p.output_channels; ++o, ++output) {
        *output = Clamp(*output, p.activation_min, p.activation_max);
      }
    }
  }
}

}  // namespace reference
}  // namespace nn
}  // namespace mote
