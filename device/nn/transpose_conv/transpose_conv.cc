#include "device/nn/transpose_conv/transpose_conv.h"

#include "device/nn/requantize.h"

namespace mote {
namespace nn {
namespace reference {
namespace {

// Adds weight * (input - zero_point) of every input value that reaches output
// {y, x, channel}.
template <typename Params, typename I, typename W, typename A>
A Reaching(const Params& p, const I* input, const W* weights, A zero_point,
           int32_t y, int32_t x, int32_t channel, A sum) {
  const Window& w = p.window;
  const W* filter =
      weights + channel * w.kernel_height * w.kernel_width * p.input_channels;
  for (int32_t i = 0; i < w.kernel_height; ++i) {
    const int32_t row = y + w.pad_top - i;
    if (row < 0 || row % w.stride_height != 0 ||
        row / w.stride_height >= w.input_height) {
      continue;
    }
    for (int32_t j = 0; j < w.kernel_width; ++j) {
      const int32_t column = x + w.pad_left - j;
      if (column < 0 || column % w.stride_width != 0 ||
          column / w.stride_width >= w.input_width) {
        continue;
      }
      const I* values = input + (row / w.stride_height * w.input_width +
                                 column / w.stride_width) *
                                    p.input_channels;
      const W* tap = filter + (i * w.kernel_width + j) * p.input_channels;
      for (int32_t c = 0; c < p.input_channels; ++c) {
        sum +=
            static_cast<A>(tap[c]) * (static_cast<A>(values[c]) - zero_point);
      }
    }
  }
  return sum;
}

// output[i] = value(y, x, channel), in memory order.
template <typename Params, typename O, typename Value>
void ForEachOutput(const Params& p, O* output, const Value& value) {
  for (int32_t y = 0; y < p.window.output_height; ++y) {
    for (int32_t x = 0; x < p.window.output_width; ++x) {
      for (int32_t o = 0; o < p.output_channels; ++o) {
        *output++ = static_cast<O>(
            Clamp(value(y, x, o), p.activation_min, p.activation_max));
      }
    }
  }
}

}  // namespace

void TransposeConvInt8(const TransposeConvParams& p, const int8_t* input,
                       int8_t* output, int8_t* /*scratch*/) {
  ForEachOutput(p, output, [&](int32_t y, int32_t x, int32_t o) {
    const int32_t sum =
        WrappingAdd(Reaching<TransposeConvParams, int8_t, int8_t, int32_t>(
                        p, input, p.weights, p.input_zero_point, y, x, o, 0),
                    p.bias[o]);
    return WrappingAdd(Requantize(sum, p.multiplier[o], p.shift[o]),
                       p.output_zero_point);
  });
}

void TransposeConvInt16(const TransposeConvInt16Params& p, const int16_t* input,
                        int16_t* output, int8_t* /*scratch*/) {
  ForEachOutput(p, output, [&](int32_t y, int32_t x, int32_t o) {
    return RequantizeLong(
        Reaching<TransposeConvInt16Params, int16_t, int8_t, int64_t>(
            p, input, p.weights, 0, y, x, o, p.bias[o]),
        p.multiplier[o], p.shift[o]);
  });
}

void TransposeConvFloat(const TransposeConvFloatParams& p, const float* input,
                        float* output, int8_t* /*scratch*/) {
  ForEachOutput(p, output, [&](int32_t y, int32_t x, int32_t o) {
    return Reaching<TransposeConvFloatParams, float, float, float>(
               p, input, p.weights, 0.0f, y, x, o, 0.0f) +
           p.bias[o];
  });
}

}  // namespace reference
}  // namespace nn
}  // namespace mote
