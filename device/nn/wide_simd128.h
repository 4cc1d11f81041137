// Only for *_simd128.cc (see wide_image.h): vectors of four sums in web
// assembly.
#pragma once

#include <stddef.h>
#include <wasm_simd128.h>

#include "device/nn/requantize.h"
#include "device/nn/wide_image.h"

namespace mote {
namespace nn {
namespace {

// Floats within 2^21, rounded to nearest integers: added to 1.5 * 2^23, their
// fractions have no bits left.
inline v128_t Nearest(v128_t x) {
  const v128_t moved = wasm_f32x4_add(x, wasm_f32x4_const_splat(12582912.0f));
  return wasm_i32x4_sub(moved, wasm_i32x4_const_splat(0x4b400000));
}

// Ends sums as int8 outputs, of which `channels` are real, by kWideScaled or
// kWideRounded.
class Int8Output {
 public:
  using Constant = int32_t;
  using Result = int8_t;
  static constexpr int kWords = 4 * kWideScaledWords;
  static constexpr int kTogether = 4;
  static_assert(kWideScaledWords == kWideRoundedWords, "one loop for both");

  explicit Int8Output(const WideOutput& output)
      : rounded_(output.scaling == kWideRounded),
        zero_point_(output.zero_point),
        low_(wasm_i8x16_splat(static_cast<int8_t>(output.activation_min))),
        high_(wasm_i8x16_splat(static_cast<int8_t>(output.activation_max))) {}

  static v128_t Start(const int32_t* q) { return wasm_v128_load(q); }

  MOTE_INLINE v128_t Finish(v128_t sums, const int32_t* q) const {
    return rounded_ ? Rounded(sums, q) : Scaled(sums, q);
  }

  template <int kCount>
  MOTE_INLINE void Store(const v128_t* results, int32_t channels,
                         int8_t* to) const {
    v128_t outputs[4] = {};
    for (int i = 0; i < kCount; ++i) outputs[i] = results[i];
    const v128_t bytes = wasm_i8x16_narrow_i16x8(
        wasm_i16x8_narrow_i32x4(outputs[0], outputs[1]),
        wasm_i16x8_narrow_i32x4(outputs[2], outputs[3]));
    const v128_t clamped = wasm_i8x16_min(wasm_i8x16_max(bytes, low_), high_);
    if (channels < 4 * kCount) return WriteSome(clamped, channels, to);
    if (kCount == 4) {
      wasm_v128_store(to, clamped);
    } else if (kCount == 2) {
      wasm_v128_store64_lane(to, clamped, 0);
    } else {
      wasm_v128_store32_lane(to, clamped, 0);
    }
  }

 private:
  static v128_t Scaled(v128_t sums, const int32_t* q) {
    const v128_t scaled =
        wasm_f32x4_mul(wasm_f32x4_convert_i32x4(sums), wasm_v128_load(q + 4));
    return Nearest(wasm_f32x4_add(scaled, wasm_v128_load(q + 8)));
  }

  __attribute__((noinline)) v128_t Rounded(v128_t sums,
                                           const int32_t* q) const {
    int32_t values[4];
    wasm_v128_store(values, sums);
    for (int i = 0; i < 4; ++i) {
      values[i] = Requantize(values[i], q[4 + i], q[8 + i]) + zero_point_;
    }
    return wasm_v128_load(values);
  }

  static void WriteSome(v128_t bytes, int32_t count, int8_t* to) {
    int8_t all[16];
    wasm_v128_store(all, bytes);
    for (int32_t i = 0; i < count; ++i) to[i] = all[i];
  }

  bool rounded_;
  int32_t zero_point_;
  v128_t low_, high_;
};

// How to multiply 16-bit values, in groups of two. Of sixteen registers, as
// x86-64 has them.
struct Words {
  using Value = int16_t;
  using Weight = int8_t;
  using Vector = v128_t;
  static constexpr int kLanes = 4, kGroup = 2, kRegisters = 15;
  static constexpr bool kHasLanes = false;

  static int16_t Border(int32_t zero_point) {
    return static_cast<int16_t>(zero_point);
  }

  static void CopyRow(const int8_t* from, int32_t count, int16_t* to) {
    int32_t i = 0;
    for (; i + 8 <= count; i += 8) {
      wasm_v128_store(to + i, wasm_i16x8_load8x8(from + i));
    }
    for (; i < count; ++i) to[i] = from[i];
  }

  static v128_t Load(const int8_t* weights) {
    return wasm_i16x8_load8x8(weights);
  }
  static v128_t Broadcast(const int16_t* values) {
    return wasm_v128_load32_splat(values);
  }
  static void MultiplyAdd(v128_t& sum, v128_t x, v128_t w) {
    sum = wasm_i32x4_add(sum, wasm_i32x4_dot_i16x8(x, w));
  }
  static v128_t Add(v128_t a, v128_t b) { return wasm_i32x4_add(a, b); }
};

// The same of depthwise layers, from an image of bytes.
struct WordPairs : Words {
  using Value = int8_t;
  using Word = int32_t;
  using Sources = TwoSources;
  static constexpr int kSums = 8;

  static int8_t Border(int32_t zero_point) {
    return static_cast<int8_t>(zero_point);
  }

  static void CopyRow(const int8_t* from, int32_t count, int8_t* to) {
    int32_t i = 0;
    for (; i + 16 <= count; i += 16) {
      wasm_v128_store(to + i, wasm_v128_load(from + i));
    }
    for (; i < count; ++i) to[i] = from[i];
  }

  static v128_t Load(const int32_t* words) { return wasm_v128_load(words); }

  static void Interleave(const int8_t* from, TwoSources sources, int32_t* to) {
    const v128_t a = wasm_v128_load(from + sources.a);
    const v128_t b = wasm_v128_load(from + sources.b);
    const v128_t low = wasm_i8x16_shuffle(a, b, 0, 16, 1, 17, 2, 18, 3, 19, 4,
                                          20, 5, 21, 6, 22, 7, 23);
    const v128_t high = wasm_i8x16_shuffle(a, b, 8, 24, 9, 25, 10, 26, 11, 27,
                                           12, 28, 13, 29, 14, 30, 15, 31);
    wasm_v128_store(to, wasm_i16x8_extend_low_i8x16(low));
    wasm_v128_store(to + 4, wasm_i16x8_extend_high_i8x16(low));
    wasm_v128_store(to + 8, wasm_i16x8_extend_low_i8x16(high));
    wasm_v128_store(to + 12, wasm_i16x8_extend_high_i8x16(high));
  }
};

}  // namespace
}  // namespace nn
}  // namespace mote
