#include "device/nn/add/add_groups.h"
#include "device/nn/add/fused_add.h"
#include "device/nn/wide_simd128.h"

namespace mote {
namespace nn {
namespace simd128 {
namespace {

class Adder {
 public:
  static constexpr int32_t kGroup = 8;

  explicit Adder(const FusedAddParams& p)
      : first_scale_(wasm_f32x4_splat(p.first_scale)),
        second_scale_(wasm_f32x4_splat(p.second_scale)),
        offset_(wasm_f32x4_splat(p.offset)),
        low_(wasm_i8x16_splat(static_cast<int8_t>(p.activation_min))),
        high_(wasm_i8x16_splat(static_cast<int8_t>(p.activation_max))) {}

  void Group(const int8_t* first, const int8_t* second, int8_t* output) const {
    const v128_t a = wasm_i16x8_load8x8(first);
    const v128_t b = wasm_i16x8_load8x8(second);
    const v128_t sums = wasm_i16x8_narrow_i32x4(
        Four(wasm_i32x4_extend_low_i16x8(a), wasm_i32x4_extend_low_i16x8(b)),
        Four(wasm_i32x4_extend_high_i16x8(a), wasm_i32x4_extend_high_i16x8(b)));
    const v128_t bytes = wasm_i8x16_narrow_i16x8(sums, sums);
    wasm_v128_store64_lane(
        output, wasm_i8x16_min(wasm_i8x16_max(bytes, low_), high_), 0);
  }

 private:
  v128_t Four(v128_t a, v128_t b) const {
    const v128_t x = wasm_f32x4_mul(wasm_f32x4_convert_i32x4(a), first_scale_);
    const v128_t y = wasm_f32x4_mul(wasm_f32x4_convert_i32x4(b), second_scale_);
    const v128_t sum = wasm_f32x4_add(x, wasm_f32x4_add(y, offset_));
    return Nearest(sum);
  }

  v128_t first_scale_, second_scale_, offset_, low_, high_;
};

}  // namespace

void ScaledAddInt8(const FusedAddParams& p, const int8_t* first,
                   const int8_t* second, int8_t* output, int8_t* /*scratch*/) {
  AddGroups(Adder(p), p.size, first, second, output);
}

}  // namespace simd128
}  // namespace nn
}  // namespace mote
