#include "device/nn/depthwise_conv/depthwise_conv.h"

#include "device/nn/depthwise_conv/depthwise_conv_loop.h"
#include "device/nn/requantize.h"

namespace mote {
namespace nn {
namespace reference {
namespace {

struct Twice {
  static int32_t Scale(const DepthwiseConvParams& p, int32_t sum, int32_t o) {
    return Requantize(sum, p.multiplier[o], p.shift[o]);
  }
};

}  // namespace

void DepthwiseConvInt8(const DepthwiseConvParams& p, const int8_t* input,
                       int8_t* output, int8_t* /*scratch*/) {
  DepthwiseConvLoop<Twice>(p, input, output);
}

void DepthwiseConvFloat(const DepthwiseConvFloatParams& p, const float* input,
                        float* output, int8_t* /*scratch*/) {
  const Window& w = p.window;
  const int32_t outputs = p.input_channels * p.multiplier_of_channels;
  for (int32_t y = 0; y < w.output_height; ++y) {
    const TapRange rows = RowTaps(w, y);
    for (int32_t x = 0; x < w.output_width; ++x) {
      const TapRange columns = ColumnTaps(w, x);
      for (int32_t o = 0; o < outputs; ++o) output[o] = p.bias[o];
      for (int32_t i = rows.begin; i < rows.end; ++i) {
        const int32_t row = rows.origin + i * w.dilation_height;
        for (int32_t j = columns.begin; j < columns.end; ++j) {
          const int32_t column = columns.origin + j * w.dilation_width;
          const float* pixel =
              input + (row * w.input_width + column) * p.input_channels;
          const float* weights = p.weights + (i * w.kernel_width + j) * outputs;
          float* sums = output;
          for (int32_t c = 0; c < p.input_channels; ++c) {
            for (int32_t m = 0; m < p.multiplier_of_channels; ++m) {
              *sums++ += pixel[c] * *weights++;
            }
          }
        }
      }
      for (int32_t o = 0; o < outputs; ++o, ++output) {
        *output = Clamp(*output, p.activation_min, p.activation_max);
      }
    }
  }
}

}  // namespace reference
}  // namespace nn
}  // namespace mote
