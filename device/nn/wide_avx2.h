// Only for *_avx2.cc: everything is in an anonymous namespace, so that no copy
// compiled for AVX2 can be linked into code for other processors.
#pragma once

#include <immintrin.h>

#include "device/nn/wide_output.h"

namespace mote {
namespace nn {
namespace {

inline __m256i Load(const void* from) {
  return _mm256_loadu_si256(static_cast<const __m256i*>(from));
}

// Row `to` of `count` values.
inline void WidenRow(const int8_t* from, int32_t count, int16_t* to) {
  int32_t i = 0;
  for (; i + 16 <= count; i += 16) {
    const __m128i bytes =
        _mm_loadu_si128(reinterpret_cast<const __m128i*>(from + i));
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(to + i),
                        _mm256_cvtepi8_epi16(bytes));
  }
  for (; i < count; ++i) to[i] = from[i];
}

inline void Fill(int16_t* to, int32_t count, int32_t value) {
  for (int32_t i = 0; i < count; ++i) to[i] = static_cast<int16_t>(value);
}

inline void WidenImage(const WideImage& image, const int8_t* input,
                       int16_t* to) {
  const int32_t before = image.pad_left * image.channels;
  const int32_t row = image.input_width * image.channels;
  const int32_t room = image.pitch - before;
  const int32_t inside = row < room ? row : room;
  for (int32_t i = 0; i < image.rows; ++i, to += image.pitch) {
    const int32_t y = i - image.pad_top;
    if (y < 0 || y >= image.input_height) {
      Fill(to, image.pitch, image.zero_point);
      continue;
    }
    Fill(to, before, image.zero_point);
    WidenRow(input + y * row, inside, to + before);
    Fill(to + before + inside, room - inside, image.zero_point);
  }
}

// 2^31 in the 64-bit lanes whose even 32-bit value is negative.
inline __m256i HalfIfNegative(__m256i sums) {
  const __m256i sign = _mm256_srli_epi64(_mm256_slli_epi64(sums, 32), 63);
  return _mm256_slli_epi64(sign, 31);
}

// Eight sums to eight outputs without their zero point.
template <bool kRelu>
inline __m256i Scale(__m256i sums, const int32_t* q) {
  const __m256i odd_sums = _mm256_srli_epi64(sums, 32);
  const __m256i multipliers = Load(q + 8);
  __m256i even = _mm256_mul_epi32(sums, multipliers);
  __m256i odd = _mm256_mul_epi32(odd_sums, _mm256_srli_epi64(multipliers, 32));
  even = _mm256_add_epi64(even, Load(q + 24));
  odd = _mm256_add_epi64(odd, Load(q + 32));
  if (!kRelu) {
    even = _mm256_sub_epi64(even, HalfIfNegative(sums));
    odd = _mm256_sub_epi64(odd, HalfIfNegative(odd_sums));
  }
  const __m256i high =
      _mm256_blend_epi32(_mm256_srli_epi64(even, 32), odd, 0xaa);
  return _mm256_srav_epi32(high, Load(q + 16));
}

// Eight or sixteen outputs to memory, of which `count` are real. Sixteen lie
// in two vectors as _mm256_packs_epi32 brings them in order: channels 0-3 and
// 8-11, then 4-7 and 12-15.
class Writer {
 public:
  explicit Writer(const WideOutput& output)
      : zero_point_(_mm256_set1_epi16(static_cast<int16_t>(output.zero_point))),
        low_(_mm_set1_epi8(static_cast<char>(output.activation_min))),
        high_(_mm_set1_epi8(static_cast<char>(output.activation_max))) {}

  void Sixteen(__m256i first, __m256i second, int32_t count, int8_t* to) const {
    const __m128i bytes = Bytes(_mm256_packs_epi32(first, second));
    if (count >= 16) {
      _mm_storeu_si128(reinterpret_cast<__m128i*>(to), bytes);
    } else {
      Some(bytes, count, to);
    }
  }

  void Eight(__m256i values, int32_t count, int8_t* to) const {
    const __m256i pairs = _mm256_packs_epi32(values, values);
    const __m128i bytes = Bytes(_mm256_permute4x64_epi64(pairs, 0x08));
    if (count >= 8) {
      _mm_storel_epi64(reinterpret_cast<__m128i*>(to), bytes);
    } else {
      Some(bytes, count, to);
    }
  }

 private:
  // Sixteen 16-bit values in order.
  __m128i Bytes(__m256i values) const {
    const __m256i moved = _mm256_adds_epi16(values, zero_point_);
    const __m256i packed = _mm256_packs_epi16(moved, moved);
    const __m128i bytes =
        _mm256_castsi256_si128(_mm256_permute4x64_epi64(packed, 0x08));
    return _mm_min_epi8(_mm_max_epi8(bytes, low_), high_);
  }

  static void Some(__m128i bytes, int32_t count, int8_t* to) {
    int8_t all[16];
    _mm_storeu_si128(reinterpret_cast<__m128i*>(all), bytes);
    __builtin_memcpy(to, all, static_cast<size_t>(count));
  }

  __m256i zero_point_;
  __m128i low_, high_;
};

}  // namespace
}  // namespace nn
}  // namespace mote
