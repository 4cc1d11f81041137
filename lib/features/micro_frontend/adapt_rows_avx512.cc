// Sixteen channels at once. See adapt_rows_lanes.h.
#include <immintrin.h>

#include "lib/features/micro_frontend/adapt_rows_lanes.h"

namespace mote {
namespace {

struct Avx512 {
  using Vec = __m512i;
  static constexpr int kLanes = 16;
  static constexpr __mmask16 kOddLanes = 0xaaaa;

  static Vec load(const void* x) { return _mm512_loadu_si512(x); }
  static void store8(Vec x, int size, int8_t* out) {
    const __m128i bytes = _mm512_cvtepi32_epi8(_mm512_sub_epi32(x, set(128)));
    _mm_mask_storeu_epi8(out, static_cast<__mmask16>((1u << size) - 1), bytes);
  }
  static Vec set(uint32_t x) { return _mm512_set1_epi32(static_cast<int>(x)); }
  static Vec add(Vec a, Vec b) { return _mm512_add_epi32(a, b); }
  static Vec subtract(Vec a, Vec b) { return _mm512_sub_epi32(a, b); }
  static Vec minimum(Vec a, Vec b) { return _mm512_min_epu32(a, b); }
  static Vec maximum(Vec a, Vec b) { return _mm512_max_epu32(a, b); }
  static Vec multiply(Vec a, Vec b) { return _mm512_mullo_epi32(a, b); }
  static Vec bit_and(Vec a, Vec b) { return _mm512_and_si512(a, b); }
  static Vec bit_or(Vec a, Vec b) { return _mm512_or_si512(a, b); }
  static Vec shift_left(Vec a, int n) {
    return _mm512_sll_epi32(a, _mm_cvtsi32_si128(n));
  }
  static Vec shift_right(Vec a, int n) {
    return _mm512_srl_epi32(a, _mm_cvtsi32_si128(n));
  }
  static Vec shift_right_signed(Vec a, int n) {
    return _mm512_sra_epi32(a, _mm_cvtsi32_si128(n));
  }
  static Vec shift_each_left(Vec a, Vec n) { return _mm512_sllv_epi32(a, n); }
  static Vec shift_each_right(Vec a, Vec n) { return _mm512_srlv_epi32(a, n); }
  static Vec select_less(Vec a, Vec b, Vec x, Vec y) {
    return _mm512_mask_blend_epi32(_mm512_cmplt_epu32_mask(a, b), y, x);
  }

  static Vec odd(Vec a) { return _mm512_srli_epi64(a, 32); }
  static Vec multiply_even(Vec a, Vec b) { return _mm512_mul_epu32(a, b); }
  static Vec add64(Vec a, Vec b) { return _mm512_add_epi64(a, b); }
  static Vec shift_pairs(Vec even, Vec odd, int n) {
    return _mm512_mask_blend_epi32(
        kOddLanes, _mm512_srl_epi64(even, _mm_cvtsi32_si128(n)),
        _mm512_sll_epi64(odd, _mm_cvtsi32_si128(32 - n)));
  }

  // The exponent of x as a float, after clearing the bits that could round it
  // up to the next power of two.
  static Vec bit_length(Vec x) {
    const Vec leading = _mm512_andnot_si512(shift_right(x, 1), x);
    const Vec exponent =
        shift_right(_mm512_castps_si512(_mm512_cvtepu32_ps(leading)), 23);
    return maximum_signed(subtract(exponent, set(126)), set(0));
  }
  static Vec maximum_signed(Vec a, Vec b) { return _mm512_max_epi32(a, b); }
  static Vec gather(const uint32_t* table, Vec index) {
    return _mm512_i32gather_epi32(index, table, 4);
  }
};

}  // namespace

void adapt_rows_avx512(const dsp::MicroFrontendTables& tables,
                       const RowSequence& sequence, int8_t* features) {
  LaneAdaptation<Avx512>(tables).run(sequence, features);
}

}  // namespace mote
