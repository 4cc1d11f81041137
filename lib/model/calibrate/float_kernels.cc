#include "lib/model/calibrate/float_kernels.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace mote::float_kernels {
namespace {

// Where SAME padding starts: half of what the windows reach over the edge.
int padding_before(Padding padding, int input, int output, int kernel,
                   int stride, int dilation) {
  if (padding == Padding::kValid) return 0;
  const int reach = (output - 1) * stride + (kernel - 1) * dilation + 1;
  return std::max(0, reach - input) / 2;
}

// One axis of a sliding window.
struct Slide {
  int input, output, kernel, stride, dilation, before;

  // The input position under kernel element k of output position o, or -1.
  int at(int o, int k) const {
    const int position = o * stride - before + k * dilation;
    return position < input ? position : -1;
  }
};

Slide slide(const Window& window, int axis) {
  const OperatorOptions& o = window.options;
  Slide s;
  s.input = window.input_shape[axis];
  s.output = window.output_shape[axis];
  s.kernel = window.weight_shape[axis];
  s.stride = axis == 1 ? o.stride_h : o.stride_w;
  s.dilation = axis == 1 ? o.dilation_h : o.dilation_w;
  s.before = padding_before(o.padding, s.input, s.output, s.kernel, s.stride,
                            s.dilation);
  return s;
}

// Calls body(input pixel, output pixel, kernel element) for every pair that
// meets inside the picture, output pixel by output pixel.
template <class Body>
void for_each_tap(const Window& window, const Body& body) {
  const Slide y = slide(window, 1), x = slide(window, 2);
  for (int oy = 0; oy < y.output; ++oy) {
    for (int ox = 0; ox < x.output; ++ox) {
      for (int ky = 0; ky < y.kernel; ++ky) {
        const int iy = y.at(oy, ky);
        if (iy < 0) continue;
        for (int kx = 0; kx < x.kernel; ++kx) {
          const int ix = x.at(ox, kx);
          if (ix < 0) continue;
          body(iy * x.input + ix, oy * x.output + ox, ky * x.kernel + kx);
        }
      }
    }
  }
}

void fill_with_bias(const Window& window, const float* bias, float* output) {
  const int channels = window.output_shape[3];
  const int pixels = window.output_shape[1] * window.output_shape[2];
  for (int p = 0; p < pixels; ++p) {
    std::copy_n(bias, channels, output + p * channels);
  }
}

// sums[o] += input[i] * weights[i][o]
void add_products(const float* input, int inputs, const float* weights,
                  float* sums, int outputs) {
  int i = 0;
  for (; i + 4 <= inputs; i += 4) {
    const float a = input[i], b = input[i + 1], c = input[i + 2],
                d = input[i + 3];
    const float* row = weights + static_cast<ptrdiff_t>(i) * outputs;
    for (int o = 0; o < outputs; ++o) {
      sums[o] += a * row[o] + b * row[o + outputs] + c * row[o + 2 * outputs] +
                 d * row[o + 3 * outputs];
    }
  }
  for (; i < inputs; ++i) {
    const float* row = weights + static_cast<ptrdiff_t>(i) * outputs;
    for (int o = 0; o < outputs; ++o) sums[o] += input[i] * row[o];
  }
}

}  // namespace

void conv(const Window& window, const float* input, const float* weights,
          const float* bias, float* output) {
  const int inputs = window.input_shape[3], outputs = window.output_shape[3];
  fill_with_bias(window, bias, output);
  for_each_tap(window, [&](int in, int out, int tap) {
    add_products(input + in * inputs, inputs,
                 weights + static_cast<ptrdiff_t>(tap) * inputs * outputs,
                 output + out * outputs, outputs);
  });
}

void depthwise_conv(const Window& window, const float* input,
                    const float* weights, const float* bias, float* output) {
  const int inputs = window.input_shape[3], outputs = window.output_shape[3];
  const int multiplier = outputs / inputs;
  fill_with_bias(window, bias, output);
  for_each_tap(window, [&](int in, int out, int tap) {
    const float* from = input + in * inputs;
    const float* w = weights + tap * outputs;
    float* to = output + out * outputs;
    if (multiplier == 1) {
      for (int c = 0; c < outputs; ++c) to[c] += from[c] * w[c];
      return;
    }
    for (int c = 0; c < inputs; ++c) {
      for (int m = c * multiplier; m < (c + 1) * multiplier; ++m) {
        to[m] += from[c] * w[m];
      }
    }
  });
}

void fully_connected(std::span<const float> input, const float* weights,
                     const float* bias, std::span<float> output) {
  std::copy_n(bias, output.size(), output.data());
  add_products(input.data(), static_cast<int>(input.size()), weights,
               output.data(), static_cast<int>(output.size()));
}

void spatial_mean(std::span<const float> input, std::span<float> output) {
  const size_t channels = output.size(), pixels = input.size() / channels;
  std::fill(output.begin(), output.end(), 0.0f);
  for (size_t i = 0; i < input.size(); ++i) output[i % channels] += input[i];
  for (float& value : output) value /= static_cast<float>(pixels);
}

void softmax(std::span<const float> input, float beta,
             std::span<float> output) {
  const float largest = *std::max_element(input.begin(), input.end());
  float sum = 0;
  for (size_t i = 0; i < input.size(); ++i) {
    output[i] = std::exp(beta * (input[i] - largest));
    sum += output[i];
  }
  for (float& value : output) value /= sum;
}

void activate(Activation activation, std::span<float> values) {
  constexpr float kInfinity = std::numeric_limits<float>::infinity();
  float low = -kInfinity, high = kInfinity;
  if (activation == Activation::kRelu) low = 0;
  if (activation == Activation::kReluN1To1) low = -1, high = 1;
  if (activation == Activation::kRelu6) low = 0, high = 6;
  for (float& value : values) value = std::clamp(value, low, high);
}

}  // namespace mote::float_kernels
