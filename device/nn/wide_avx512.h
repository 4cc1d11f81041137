// Only for *_avx512.cc and *_vnni.cc (see wide_image.h): 512-bit vectors of
// sixteen sums.
#pragma once

#include <immintrin.h>
#include <stddef.h>

#include "device/nn/wide_image.h"

namespace mote {
namespace nn {
namespace {

inline __m512i Load(const void* from) { return _mm512_loadu_si512(from); }

inline __m512 LoadFloats(const void* from) { return _mm512_loadu_ps(from); }

inline __mmask16 FirstLanes(int32_t count) {
  return count >= 16 ? static_cast<__mmask16>(0xffff)
                     : static_cast<__mmask16>((1u << count) - 1);
}

// Sixteen sums to sixteen outputs, not yet clamped: the forms of WideScaling.
struct Fused {
  static constexpr int kWords = kWideFusedWords;
  static __m512i Finish(__m512i sums, const int32_t* q, __m512i) {
    return _mm512_cvtps_epi32(_mm512_fmadd_ps(
        _mm512_cvtepi32_ps(sums), LoadFloats(q + 16), LoadFloats(q + 32)));
  }
};

struct FusedSigned {
  static constexpr int kWords = kWideFusedSignedWords;
  static __m512i Finish(__m512i sums, const int32_t* q, __m512i) {
    const __m512 offsets = _mm512_mask_mov_ps(
        LoadFloats(q + 32), _mm512_movepi32_mask(sums), LoadFloats(q + 48));
    return _mm512_cvtps_epi32(
        _mm512_fmadd_ps(_mm512_cvtepi32_ps(sums), LoadFloats(q + 16), offsets));
  }
};

struct Closed {
  static constexpr int kWords = kWideClosedWords;
  static __m512i Finish(__m512i sums, const int32_t* q, __m512i zero_point) {
    const __m512i odd_sums = _mm512_srli_epi64(sums, 32);
    const __m512i multipliers = Load(q + 16);
    const __m512i even = Product(sums, multipliers, Load(q + 48));
    const __m512i odd =
        Product(odd_sums, _mm512_srli_epi64(multipliers, 32), Load(q + 64));
    const __m512i high =
        _mm512_mask_mov_epi32(_mm512_srli_epi64(even, 32), 0xaaaa, odd);
    return _mm512_add_epi32(_mm512_srav_epi32(high, Load(q + 32)), zero_point);
  }

 private:
  // Of the even lanes.
  static __m512i Product(__m512i sums, __m512i multipliers, __m512i addends) {
    const __m512i sign = _mm512_srli_epi64(_mm512_slli_epi64(sums, 32), 63);
    const __m512i product =
        _mm512_add_epi64(_mm512_mul_epi32(sums, multipliers), addends);
    return _mm512_sub_epi64(product, _mm512_slli_epi64(sign, 31));
  }
};

// Ends sums as int8 outputs, of which `channels` are real.
template <class Scaling>
class Int8Output {
 public:
  using Constant = int32_t;
  using Result = int8_t;
  static constexpr int kWords = 16 * Scaling::kWords;
  static constexpr int kTogether = 1;

  explicit Int8Output(const WideOutput& output)
      : zero_point_(_mm512_set1_epi32(output.zero_point)),
        low_(_mm_set1_epi8(static_cast<char>(output.activation_min))),
        high_(_mm_set1_epi8(static_cast<char>(output.activation_max))) {}

  static __m512i Start(const int32_t* q) { return Load(q); }

  MOTE_INLINE __m512i Finish(__m512i sums, const int32_t* q) const {
    return Scaling::Finish(sums, q, zero_point_);
  }

  template <int kCount>
  MOTE_INLINE void Store(const __m512i* results, int32_t channels,
                         int8_t* to) const {
    const __m128i bytes = _mm512_cvtsepi32_epi8(*results);
    const __m128i clamped = _mm_min_epi8(_mm_max_epi8(bytes, low_), high_);
    if (channels >= 16) {
      _mm_storeu_si128(reinterpret_cast<__m128i*>(to), clamped);
    } else {
      _mm_mask_storeu_epi8(to, FirstLanes(channels), clamped);
    }
  }

 private:
  __m512i zero_point_;
  __m128i low_, high_;
};

class FloatOutput {
 public:
  using Constant = float;
  using Result = float;
  static constexpr int kWords = 16;
  static constexpr int kTogether = 1;

  FloatOutput(float min, float max)
      : min_(_mm512_set1_ps(min)), max_(_mm512_set1_ps(max)) {}

  static __m512 Start(const float* bias) { return LoadFloats(bias); }

  __m512 Finish(__m512 sums, const float*) const {
    return _mm512_min_ps(_mm512_max_ps(sums, min_), max_);
  }

  template <int kCount>
  MOTE_INLINE void Store(const __m512* results, int32_t channels,
                         float* to) const {
    if (channels >= 16) {
      _mm512_storeu_ps(to, *results);
    } else {
      _mm512_mask_storeu_ps(to, FirstLanes(channels), *results);
    }
  }

 private:
  __m512 min_, max_;
};

// Images of bytes: values moved by 128 to be unsigned.
struct ByteImage {
  using Value = uint8_t;

  static uint8_t Border(int32_t zero_point) {
    return static_cast<uint8_t>(zero_point + 128);
  }

  static void CopyRow(const int8_t* from, int32_t count, uint8_t* to) {
    int32_t i = 0;
    for (; i + 64 <= count; i += 64) {
      _mm512_storeu_si512(
          to + i, _mm512_xor_si512(Load(from + i), _mm512_set1_epi8(-128)));
    }
    if (i == count) return;
    const __mmask64 rest = (uint64_t{1} << (count - i)) - 1;
    _mm512_mask_storeu_epi8(
        to + i, rest,
        _mm512_xor_si512(_mm512_maskz_loadu_epi8(rest, from + i),
                         _mm512_set1_epi8(-128)));
  }
};

struct FloatImage {
  using Value = float;

  static float Border(int32_t) { return 0; }

  static void CopyRow(const float* from, int32_t count, float* to) {
    int32_t i = 0;
    for (; i + 16 <= count; i += 16) {
      _mm512_storeu_ps(to + i, _mm512_loadu_ps(from + i));
    }
    const __mmask16 rest = FirstLanes(count - i);
    _mm512_mask_storeu_ps(to + i, rest, _mm512_maskz_loadu_ps(rest, from + i));
  }
};

// How to multiply floats.
struct Floats : FloatImage {
  using Weight = float;
  using Vector = __m512;
  static constexpr int kLanes = 16, kGroup = 1, kRegisters = 32;
  static constexpr bool kHasLanes = false;

  static __m512 Load(const float* weights) { return LoadFloats(weights); }
  static __m512 Broadcast(const float* value) { return _mm512_set1_ps(*value); }
  static void MultiplyAdd(__m512& sum, __m512 x, __m512 w) {
    sum = _mm512_fmadd_ps(x, w, sum);
    asm("" : "+v"(sum));  // else gcc reorders and spills
  }
  static __m512 Add(__m512 a, __m512 b) { return _mm512_add_ps(a, b); }
  static __m512 Subtract(__m512 a, __m512 b) { return _mm512_sub_ps(a, b); }
  static void Store(float* to, __m512 values) { _mm512_storeu_ps(to, values); }
};

}  // namespace
}  // namespace nn
}  // namespace mote
