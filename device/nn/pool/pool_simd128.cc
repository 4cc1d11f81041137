#include <wasm_simd128.h>

#include "device/nn/pool/wide_average_pool.h"

namespace mote {
namespace nn {
namespace simd128 {
namespace {

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
  void Store(int32_t count, int8_t min, int8_t max, int8_t* to) const {
    const v128_t means = wasm_i8x16_narrow_i16x8(
        wasm_i16x8_narrow_i32x4(Mean(a_, count), Mean(b_, count)),
        wasm_i16x8_narrow_i32x4(Mean(c_, count), Mean(d_, count)));
    wasm_v128_store(to,
                    wasm_i8x16_min(wasm_i8x16_max(means, wasm_i8x16_splat(min)),
                                   wasm_i8x16_splat(max)));
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

}  // namespace

void AveragePoolInt8(const PoolParams& p, const int8_t* input, int8_t* output,
                     int8_t* /*scratch*/) {
  WideAveragePool<Sums>(p).Run(input, output);
}

}  // namespace simd128
}  // namespace nn
}  // namespace mote
