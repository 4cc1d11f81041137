#include <arm_neon.h>

#include "device/nn/pool/pool.h"

namespace mote {
namespace nn {
namespace neon {
namespace {

constexpr int32_t kTogether = 16;  // channels

// Sixteen sums; rows are first summed in 16 bits.
class Sums {
 public:
  // A row of 255 values at most, `step` apart.
  void AddRow(const int8_t* values, int32_t count, int32_t step) {
    int16x8_t low = vdupq_n_s16(0), high = low;
    for (int32_t i = 0; i < count; ++i) {
      const int8x16_t bytes = vld1q_s8(values + i * step);
      low = vaddw_s8(low, vget_low_s8(bytes));
      high = vaddw_high_s8(high, bytes);
    }
    a_ = vaddw_s16(a_, vget_low_s16(low));
    b_ = vaddw_high_s16(b_, low);
    c_ = vaddw_s16(c_, vget_low_s16(high));
    d_ = vaddw_high_s16(d_, high);
  }

  // Rounded to nearest, ties away from zero.
  int8x16_t Means(int32_t count) const {
    const int16x8_t low =
        vcombine_s16(vmovn_s32(Mean(a_, count)), vmovn_s32(Mean(b_, count)));
    const int16x8_t high =
        vcombine_s16(vmovn_s32(Mean(c_, count)), vmovn_s32(Mean(d_, count)));
    return vcombine_s8(vmovn_s16(low), vmovn_s16(high));
  }

 private:
  // Floats hold the sums, and a quotient that is no integer lies further from
  // the next one than its rounding reaches.
  static int32x4_t Mean(int32x4_t sum, int32_t count) {
    const int32x4_t half = vdupq_n_s32(count / 2);
    const int32x4_t signed_half =
        vbslq_s32(vcgtzq_s32(sum), half, vnegq_s32(half));
    const float32x4_t moved = vcvtq_f32_s32(vaddq_s32(sum, signed_half));
    return vcvtq_s32_f32(
        vdivq_f32(moved, vdupq_n_f32(static_cast<float>(count))));
  }

  int32x4_t a_ = vdupq_n_s32(0), b_ = a_, c_ = a_, d_ = a_;
};

class AveragePool {
 public:
  explicit AveragePool(const PoolParams& p)
      : p_(p),
        low_(vdupq_n_s8(static_cast<int8_t>(p.activation_min))),
        high_(vdupq_n_s8(static_cast<int8_t>(p.activation_max))) {}

  void Pixel(const int8_t* input, int32_t y, int32_t x, int8_t* output) const {
    const Window& w = p_.window;
    const TapRange rows = RowTaps(w, y), columns = ColumnTaps(w, x);
    const int32_t height = rows.end - rows.begin;
    const int32_t width = columns.end - columns.begin;
    const int32_t row = w.input_width * p_.channels;
    input += (rows.origin + rows.begin) * row +
             (columns.origin + columns.begin) * p_.channels;
    int32_t c = 0;
    for (; c + kTogether <= p_.channels; c += kTogether) {
      Sums sums;
      for (int32_t i = 0; i < height; ++i) {
        sums.AddRow(input + i * row + c, width, p_.channels);
      }
      vst1q_s8(output + c, Clamped(sums.Means(height * width)));
    }
    if (c < p_.channels) {
      Rest(input + c, height, width, p_.channels - c, output + c);
    }
  }

 private:
  int8x16_t Clamped(int8x16_t means) const {
    return vminq_s8(vmaxq_s8(means, low_), high_);
  }

  // Fewer than sixteen channels.
  void Rest(const int8_t* input, int32_t height, int32_t width, int32_t count,
            int8_t* output) const {
    Sums sums;
    for (int32_t i = 0; i < height * width; ++i) {
      const int32_t at = i / width * p_.window.input_width + i % width;
      int8_t some[kTogether] = {};
      for (int32_t c = 0; c < count; ++c) some[c] = input[at * p_.channels + c];
      sums.AddRow(some, 1, 0);
    }
    int8_t means[kTogether];
    vst1q_s8(means, Clamped(sums.Means(height * width)));
    for (int32_t c = 0; c < count; ++c) output[c] = means[c];
  }

  const PoolParams& p_;
  int8x16_t low_, high_;
};

}  // namespace

void AveragePoolInt8(const PoolParams& p, const int8_t* input, int8_t* output,
                     int8_t* /*scratch*/) {
  const AveragePool pool(p);
  for (int32_t y = 0; y < p.window.output_height; ++y) {
    for (int32_t x = 0; x < p.window.output_width; ++x) {
      pool.Pixel(input, y, x, output);
      output += p.channels;
    }
  }
}

}  // namespace neon
}  // namespace nn
}  // namespace mote
