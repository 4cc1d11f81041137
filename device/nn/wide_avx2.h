// Only for *_avx2.cc and other files whose processors have AVX2 (see
// wide_image.h): 256-bit vectors of eight sums.
#pragma once

#include <immintrin.h>
#include <stddef.h>

#include "device/nn/wide_image.h"

namespace mote {
namespace nn {
namespace {

inline __m256i Load(const void* from) {
  return _mm256_loadu_si256(static_cast<const __m256i*>(from));
}

inline void Store(void* to, __m256i values) {
  _mm256_storeu_si256(static_cast<__m256i*>(to), values);
}

inline __m128i LoadBytes(const void* from) {
  return _mm_loadu_si128(static_cast<const __m128i*>(from));
}

inline __m256 LoadFloats(const void* from) {
  return _mm256_loadu_ps(static_cast<const float*>(from));
}

inline __m256i BroadcastWord(const void* from) {
  int32_t word;
  __builtin_memcpy(&word, from, 4);
  return _mm256_set1_epi32(word);
}

// Left to itself, gcc reorders sums, copies and spills them.
inline void AddInPlace(__m256i& sum, __m256i x) {
  asm("vpaddd %1, %0, %0" : "+x"(sum) : "x"(x));
}

// Eight sums to eight outputs, not yet clamped: the forms of WideScaling.
struct Fused {
  static constexpr int kWords = kWideFusedWords;
  static __m256i Finish(__m256i sums, const int32_t* q, __m256i) {
    return _mm256_cvtps_epi32(_mm256_fmadd_ps(
        _mm256_cvtepi32_ps(sums), LoadFloats(q + 8), LoadFloats(q + 16)));
  }
};

struct FusedSigned {
  static constexpr int kWords = kWideFusedSignedWords;
  static __m256i Finish(__m256i sums, const int32_t* q, __m256i) {
    const __m256 offsets = _mm256_blendv_ps(
        LoadFloats(q + 16), LoadFloats(q + 24), _mm256_castsi256_ps(sums));
    return _mm256_cvtps_epi32(
        _mm256_fmadd_ps(_mm256_cvtepi32_ps(sums), LoadFloats(q + 8), offsets));
  }
};

struct Closed {
  static constexpr int kWords = kWideClosedWords;
  static __m256i Finish(__m256i sums, const int32_t* q, __m256i zero_point) {
    const __m256i odd_sums = _mm256_srli_epi64(sums, 32);
    const __m256i multipliers = Load(q + 8);
    const __m256i even = Product(sums, multipliers, Load(q + 24));
    const __m256i odd =
        Product(odd_sums, _mm256_srli_epi64(multipliers, 32), Load(q + 32));
    const __m256i high =
        _mm256_blend_epi32(_mm256_srli_epi64(even, 32), odd, 0xaa);
    return _mm256_add_epi32(_mm256_srav_epi32(high, Load(q + 16)), zero_point);
  }

 private:
  // Of the even lanes.
  static __m256i Product(__m256i sums, __m256i multipliers, __m256i addends) {
    const __m256i sign = _mm256_srli_epi64(_mm256_slli_epi64(sums, 32), 63);
    const __m256i product =
        _mm256_add_epi64(_mm256_mul_epi32(sums, multipliers), addends);
    return _mm256_sub_epi64(product, _mm256_slli_epi64(sign, 31));
  }
};

// Ends sums as int8 outputs, of which `channels` are real.
template <class Scaling>
class Int8Output {
 public:
  using Constant = int32_t;
  using Result = int8_t;
  static constexpr int kWords = 8 * Scaling::kWords;
  static constexpr int kTogether = 2;

  explicit Int8Output(const WideOutput& output)
      : zero_point_(_mm256_set1_epi32(output.zero_point)),
        low_(_mm_set1_epi8(static_cast<char>(output.activation_min))),
        high_(_mm_set1_epi8(static_cast<char>(output.activation_max))) {}

  static __m256i Start(const int32_t* q) { return Load(q); }

  MOTE_INLINE __m256i Finish(__m256i sums, const int32_t* q) const {
    return Scaling::Finish(sums, q, zero_point_);
  }

  template <int kCount>
  MOTE_INLINE void Store(const __m256i* results, int32_t channels,
                         int8_t* to) const {
    Write<8 * kCount>(results[0], results[kCount - 1], channels, to);
  }

 private:
  template <int kCount>
  MOTE_INLINE void Write(__m256i first, __m256i second, int32_t channels,
                         int8_t* to) const {
    const __m256i words = _mm256_packs_epi32(first, second);
    const __m256i packed = _mm256_packs_epi16(words, words);
    const __m256i order = _mm256_setr_epi32(0, 4, 1, 5, 0, 4, 1, 5);
    const __m128i bytes =
        _mm256_castsi256_si128(_mm256_permutevar8x32_epi32(packed, order));
    const __m128i clamped = _mm_min_epi8(_mm_max_epi8(bytes, low_), high_);
    if (channels < kCount) return WriteSome(clamped, channels, to);
    auto* whole = reinterpret_cast<__m128i*>(to);
    if (kCount == 16) {
      _mm_storeu_si128(whole, clamped);
    } else {
      _mm_storel_epi64(whole, clamped);
    }
  }

  static void WriteSome(__m128i bytes, int32_t count, int8_t* to) {
    int8_t all[16];
    _mm_storeu_si128(reinterpret_cast<__m128i*>(all), bytes);
    for (int32_t i = 0; i < count; ++i) to[i] = all[i];
  }

  __m256i zero_point_;
  __m128i low_, high_;
};

class FloatOutput {
 public:
  using Constant = float;
  using Result = float;
  static constexpr int kWords = 8;
  static constexpr int kTogether = 1;

  FloatOutput(float min, float max)
      : min_(_mm256_set1_ps(min)), max_(_mm256_set1_ps(max)) {}

  static __m256 Start(const float* bias) { return LoadFloats(bias); }

  __m256 Finish(__m256 sums, const float*) const {
    return _mm256_min_ps(_mm256_max_ps(sums, min_), max_);
  }

  template <int kCount>
  MOTE_INLINE void Store(const __m256* results, int32_t channels,
                         float* to) const {
    if (channels >= 8) return _mm256_storeu_ps(to, *results);
    float all[8];
    _mm256_storeu_ps(all, *results);
    for (int32_t i = 0; i < channels; ++i) to[i] = all[i];
  }

 private:
  __m256 min_, max_;
};

// Images of bytes: values moved by 128 to be unsigned.
struct ByteImage {
  using Value = uint8_t;

  static uint8_t Border(int32_t zero_point) {
    return static_cast<uint8_t>(zero_point + 128);
  }

  static void CopyRow(const int8_t* from, int32_t count, uint8_t* to) {
    int32_t i = 0;
    for (; i + 32 <= count; i += 32) {
      mote::nn::Store(to + i,
                      _mm256_xor_si256(Load(from + i), _mm256_set1_epi8(-128)));
    }
    for (; i < count; ++i) to[i] = static_cast<uint8_t>(from[i] + 128);
  }
};

struct FloatImage {
  using Value = float;

  static float Border(int32_t) { return 0; }

  static void CopyRow(const float* from, int32_t count, float* to) {
    int32_t i = 0;
    for (; i + 8 <= count; i += 8) {
      _mm256_storeu_ps(to + i, _mm256_loadu_ps(from + i));
    }
    for (; i < count; ++i) to[i] = from[i];
  }
};

// How to multiply floats.
struct Floats : FloatImage {
  using Weight = float;
  using Vector = __m256;
  static constexpr int kLanes = 8, kGroup = 1, kRegisters = 16;
  static constexpr bool kHasLanes = false;

  static __m256 Load(const float* weights) { return LoadFloats(weights); }
  static __m256 Broadcast(const float* value) {
    return _mm256_broadcast_ss(value);
  }
  static void MultiplyAdd(__m256& sum, __m256 x, __m256 w) {
    sum = _mm256_fmadd_ps(x, w, sum);
    asm("" : "+x"(sum));  // else gcc reorders and spills
  }
  static __m256 Add(__m256 a, __m256 b) { return _mm256_add_ps(a, b); }
  static __m256 Subtract(__m256 a, __m256 b) { return _mm256_sub_ps(a, b); }
  static void Store(float* to, __m256 values) { _mm256_storeu_ps(to, values); }
};

}  // namespace
}  // namespace nn
}  // namespace mote
