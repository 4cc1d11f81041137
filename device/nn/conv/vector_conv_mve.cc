#include <arm_mve.h>

#include "device/nn/conv/vector_conv.h"

namespace mote {
namespace nn {
namespace mve {
namespace {

// Four sums to four outputs. Doubling and rounding multiplication is what
// Requantize does first; its shift rounds ties away from zero, the vector's
// upwards: one less before the shift makes up for that below zero.
class Outputs {
 public:
  explicit Outputs(const VectorConvParams& p) : p_(p) {}

  void Load(const int32_t* words) {
    bias_ = vldrwq_s32(words);
    multiplier_ = vldrwq_s32(words + 4);
    shift_ = vldrwq_s32(words + 8);
  }

  void Write(const int32_t* sums, mve_pred16_t channels, int8_t* output) const {
    const int32x4_t sum = vaddq_s32(vldrwq_s32(sums), bias_);
    int32x4_t value = vqrdmulhq_s32(sum, multiplier_);
    if (!p_.relu) value = vaddq_s32(value, vshrq_n_s32(sum, 31));
    value = vaddq_n_s32(vrshlq_s32(value, shift_), p_.output_zero_point);
    value = vmaxq_s32(value, vdupq_n_s32(p_.activation_min));
    value = vminq_s32(value, vdupq_n_s32(p_.activation_max));
    vstrbq_p_s32(output, value, channels);
  }

 private:
  const VectorConvParams& p_;
  int32x4_t bias_, multiplier_, shift_;
};

// Sums of two channels of three windows; sums[4 * window + channel].
const int8_t* TwoChannels(const int8_t* const* windows, const int8_t* weights,
                          int32_t taps, int32_t* sums) {
  const int8_t *x = windows[0], *y = windows[1], *z = windows[2];
  int32_t x0 = 0, x1 = 0, y0 = 0, y1 = 0, z0 = 0, z1 = 0;
  for (int32_t left = taps; left > 0; left -= 16) {
    const int8x16_t w0 = vldrbq_s8(weights);
    const int8x16_t w1 = vldrbq_s8(weights + 16);
    weights += 32;
    int8x16_t values = vldrbq_s8(x);
    x += 16;
    x0 = vmladavaq_s8(x0, values, w0);
    x1 = vmladavaq_s8(x1, values, w1);
    values = vldrbq_s8(y);
    y += 16;
    y0 = vmladavaq_s8(y0, values, w0);
    y1 = vmladavaq_s8(y1, values, w1);
    values = vldrbq_s8(z);
    z += 16;
    z0 = vmladavaq_s8(z0, values, w0);
    z1 = vmladavaq_s8(z1, values, w1);
  }
  sums[0] = x0, sums[1] = x1;
  sums[4] = y0, sums[5] = y1;
  sums[8] = z0, sums[9] = z1;
  return weights;
}

// Sums of four channels of one window.
const int8_t* FourChannels(const int8_t* x, const int8_t* weights, int32_t taps,
                           int32_t* sums) {
  const int8_t* others = weights + 2 * taps;
  int32_t s0 = 0, s1 = 0, s2 = 0, s3 = 0;
  for (int32_t left = taps; left > 0; left -= 16) {
    const int8x16_t values = vldrbq_s8(x);
    x += 16;
    s0 = vmladavaq_s8(s0, values, vldrbq_s8(weights));
    s1 = vmladavaq_s8(s1, values, vldrbq_s8(weights + 16));
    s2 = vmladavaq_s8(s2, values, vldrbq_s8(others));
    s3 = vmladavaq_s8(s3, values, vldrbq_s8(others + 16));
    weights += 32, others += 32;
  }
  sums[0] = s0, sums[1] = s1, sums[2] = s2, sums[3] = s3;
  return others;
}

// All channels of `count` windows, 1 or 3.
void Block(const VectorConvParams& p, const int8_t* const* windows,
           int32_t count, int8_t* output) {
  const int32_t taps = VectorTaps(p);
  const int8_t* weights = p.weights;
  const int32_t* words = p.outputs;
  Outputs outputs(p);
  for (int32_t left = p.output_channels; left > 0; left -= 4) {
    alignas(8) int32_t sums[12];
    if (count == 3) {
      weights = TwoChannels(windows, weights, taps, sums);
      weights = TwoChannels(windows, weights, taps, sums + 2);
    } else {
      weights = FourChannels(windows[0], weights, taps, sums);
    }
    outputs.Load(words);
    words += 12;
    const mve_pred16_t channels = vctp32q(static_cast<uint32_t>(left));
    for (int32_t i = 0; i < count; ++i) {
      outputs.Write(sums + 4 * i, channels, output + i * p.output_channels);
    }
    output += 4;
  }
}

void CopyBytes(int8_t* to, const int8_t* from, int32_t count) {
  for (; count > 0; count -= 16, to += 16, from += 16) {
    const mve_pred16_t bytes = vctp8q(static_cast<uint32_t>(count));
    vstrbq_p_s8(to, vldrbq_z_s8(from, bytes), bytes);
  }
}

void FillBytes(int8_t* to, int32_t value, int32_t count) {
  for (; count > 0; count -= 16, to += 16) {
    vstrbq_p_s8(to, vdupq_n_s8(static_cast<int8_t>(value)),
                vctp8q(static_cast<uint32_t>(count)));
  }
}

// Copies the window of output (y, x), its taps one after the other.
void CopyWindow(const VectorConvParams& p, const int8_t* input, int32_t y,
                int32_t x, int8_t* to) {
  const Window& w = p.window;
  const int32_t channels = p.input_channels;
  const int32_t column = x * w.stride_width - w.pad_left;
  const bool whole_rows = w.dilation_width == 1 && column >= 0 &&
                          column + w.kernel_width <= w.input_width;
  const int32_t run = whole_rows ? w.kernel_width : 1;
  for (int32_t i = 0; i < w.kernel_height; ++i) {
    const int32_t row = y * w.stride_height - w.pad_top + i * w.dilation_height;
    const bool row_inside = row >= 0 && row < w.input_height;
    for (int32_t j = 0; j < w.kernel_width; j += run) {
      const int32_t at = column + j * w.dilation_width;
      if (row_inside && at >= 0 && at < w.input_width) {
        CopyBytes(to, input + (row * w.input_width + at) * channels,
                  run * channels);
      } else {
        FillBytes(to, p.input_zero_point, run * channels);
      }
      to += run * channels;
    }
  }
}

}  // namespace

void ConvInt8(const VectorConvParams& p, const int8_t* input, int8_t* output,
              int8_t* scratch) {
  const Window& w = p.window;
  const int32_t taps = VectorTaps(p);
  const bool direct = NeedsNoWindows(p);
  const int32_t pixels = w.output_height * w.output_width;
  const int8_t* windows[3] = {scratch, scratch + taps, scratch + 2 * taps};
  int32_t waiting = 0, y = 0, x = 0;
  for (int32_t pixel = 0; pixel < pixels; ++pixel) {
    if (direct) {
      windows[waiting] =
          input + (y * w.stride_height * w.input_width + x * w.stride_width) *
                      p.input_channels;
    } else {
      CopyWindow(p, input, y, x, scratch + waiting * taps);
    }
    if (++x == w.output_width) x = 0, ++y;
    if (++waiting < 3 && pixel + 1 < pixels) continue;
    int8_t* to = output + (pixel + 1 - waiting) * p.output_channels;
    if (waiting == 3) {
      Block(p, windows, 3, to);
    } else {
      for (int32_t i = 0; i < waiting; ++i) {
        Block(p, windows + i, 1, to + i * p.output_channels);
      }
    }
    waiting = 0;
  }
}

}  // namespace mve
}  // namespace nn
}  // namespace mote
