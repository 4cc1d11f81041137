#include <wasm_simd128.h>

#include "device/nn/pool/pool.h"

namespace mote {
namespace nn {
namespace simd128 {
namespace {

constexpr int32_t kTogether = 16;  // channels

// Sixteen sums; rows are first summed in 16 bits.
class Sums {
 public:
  // A row of 255 values at most, `step` apart.
  void AddRow(const int8_t* values, int32_t count, int32_t step) {
    v128_t low = wasm_i16x8_const_splat(0), high = low;
    for (int32_t i = 0; i < count; ++i) {
      const v128_t bytes = wasm_v128_load(values + i * step);
      low = wasm_i16x8_add(low, wasm_i16x8_extend_low_i8x16(bytes));
      high = wasm_i16x8_add(high, wasm_i16x8_extend_high_i8x16(bytes));
    }
    a_ = wasm_i32x4_add(a_, wasm_i32x4_extend_low_i16x8(low));
    b_ = wasm_i32x4_add(b_, wasm_i32x4_extend_high_i16x8(low));
    c_ = wasm_i32x4_add(c_, wasm_i32x4_extend_low_i16x8(high));
    d_ = wasm_i32x4_add(d_, wasm_i32x4_extend_high_i16x8(high));
  }

  // Rounded to nearest, ties away from zero.
  v128_t Means(int32_t count) const {
    return wasm_i8x16_narrow_i16x8(
        wasm_i16x8_narrow_i32x4(Mean(a_, count), Mean(b_, count)),
        wasm_i16x8_narrow_i32x4(Mean(c_, count), Mean(d_, count)));
  }

 private:
  // Floats hold the sums, and a quotient that is no integer lies further from
  // the next one than its rounding reaches.
  static v128_t Mean(v128_t sum, int32_t count) {
    const v128_t half = wasm_i32x4_splat(count / 2);
    const v128_t positive = wasm_i32x4_gt(sum, wasm_i32x4_const_splat(0));
    const v128_t moved = wasm_v128_bitselect(
        wasm_i32x4_add(sum, half), wasm_i32x4_sub(sum, half), positive);
    return wasm_i32x4_trunc_sat_f32x4(
        wasm_f32x4_div(wasm_f32x4_convert_i32x4(moved),
                       wasm_f32x4_splat(static_cast<float>(count))));
  }

  v128_t a_ = wasm_i32x4_const_splat(0), b_ = a_, c_ = a_, d_ = a_;
};

class AveragePool {
 public:
  explicit AveragePool(const PoolParams& p)
      : p_(p),
        low_(wasm_i8x16_splat(static_cast<int8_t>(p.activation_min))),
        high_(wasm_i8x16_splat(static_cast<int8_t>(p.activation_max))) {}

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
      wasm_v128_store(output + c, Clamped(sums.Means(height * width)));
    }
    if (c < p_.channels) {
      Rest(input + c, height, width, p_.channels - c, output + c);
    }
  }

 private:
  v128_t Clamped(v128_t means) const {
    return wasm_i8x16_min(wasm_i8x16_max(means, low_), high_);
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
    wasm_v128_store(means, Clamped(sums.Means(height * width)));
    for (int32_t c = 0; c < count; ++c) output[c] = means[c];
  }

  const PoolParams& p_;
  v128_t low_, high_;
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

}  // namespace simd128
}  // namespace nn
}  // namespace mote
