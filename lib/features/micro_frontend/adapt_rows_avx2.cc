// Eight channels at once. See adapt_rows_lanes.h.
#include <immintrin.h>

#include "lib/features/micro_frontend/adapt_rows_lanes.h"

namespace mote {
namespace {

struct Avx2 {
  using Vec = __m256i;
  static constexpr int kLanes = 8;
  static constexpr int kOddLanes = 0xaa;

  static Vec load(const void* x) {
    return _mm256_loadu_si256(static_cast<const Vec*>(x));
  }
  static void store8(Vec x, int size, int8_t* out) {
    alignas(32) int32_t lanes[kLanes];
    _mm256_store_si256(reinterpret_cast<Vec*>(lanes), subtract(x, set(128)));
    for (int i = 0; i < size; ++i) out[i] = static_cast<int8_t>(lanes[i]);
  }
  static Vec set(uint32_t x) { return _mm256_set1_epi32(static_cast<int>(x)); }
  static Vec add(Vec a, Vec b) { return _mm256_add_epi32(a, b); }
  static Vec subtract(Vec a, Vec b) { return _mm256_sub_epi32(a, b); }
  static Vec minimum(Vec a, Vec b) { return _mm256_min_epu32(a, b); }
  static Vec maximum(Vec a, Vec b) { return _mm256_max_epu32(a, b); }
  static Vec multiply(Vec a, Vec b) { return _mm256_mullo_epi32(a, b); }
  static Vec bit_and(Vec a, Vec b) { return _mm256_and_si256(a, b); }
  static Vec bit_or(Vec a, Vec b) { return _mm256_or_si256(a, b); }
  static Vec shift_left(Vec a, int n) {
    return _mm256_sll_epi32(a, _mm_cvtsi32_si128(n));
  }
  static Vec shift_right(Vec a, int n) {
    return _mm256_srl_epi32(a, _mm_cvtsi32_si128(n));
  }
  static Vec shift_right_signed(Vec a, int n) {
    return _mm256_sra_epi32(a, _mm_cvtsi32_si128(n));
  }
  static Vec shift_each_left(Vec a, Vec n) { return _mm256_sllv_epi32(a, n); }
  static Vec shift_each_right(Vec a, Vec n) { return _mm256_srlv_epi32(a, n); }
  static Vec select_less(Vec a, Vec b, Vec x, Vec y) {
    const Vec last = subtract(b, set(1));
    return _mm256_blendv_epi8(y, x,
                              _mm256_cmpeq_epi32(_mm256_min_epu32(a, last), a));
  }

  static Vec odd(Vec a) { return _mm256_srli_epi64(a, 32); }
  static Vec multiply_even(Vec a, Vec b) { return _mm256_mul_epu32(a, b); }
  static Vec add64(Vec a, Vec b) { return _mm256_add_epi64(a, b); }
  static Vec shift_pairs(Vec even, Vec odd, int n) {
    return _mm256_blend_epi32(_mm256_srl_epi64(even, _mm_cvtsi32_si128(n)),
                              _mm256_sll_epi64(odd, _mm_cvtsi32_si128(32 - n)),
                              kOddLanes);
  }

  // The exponent of x as a float, after clearing the bits that could round it
  // up to the next power of two. Floats are made of signed numbers: those of
  // 32 bits are told by their sign.
  static Vec bit_length(Vec x) {
    const Vec leading = _mm256_andnot_si256(shift_right(x, 1), x);
    const Vec exponent =
        shift_right(_mm256_castps_si256(_mm256_cvtepi32_ps(leading)), 23);
    const Vec length = _mm256_max_epi32(subtract(exponent, set(126)), set(0));
    return _mm256_blendv_epi8(length, set(32), shift_right_signed(x, 31));
  }
  static Vec gather(const uint32_t* table, Vec index) {
    return _mm256_i32gather_epi32(reinterpret_cast<const int*>(table), index,
                                  4);
  }
};

}  // namespace

void adapt_rows_avx2(const dsp::MicroFrontendTables& tables,
                     const RowSequence& sequence, int8_t* features) {
  LaneAdaptation<Avx2>(tables).run(sequence, features);
}

}  // namespace mote
