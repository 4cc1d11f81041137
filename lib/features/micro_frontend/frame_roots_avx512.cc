// Sixteen windows at once. See frame_roots_lanes.h.
#include "lib/features/micro_frontend/frame_roots_lanes.h"

namespace mote {
namespace {

struct Avx512 {
  using Vec = __m512i;
  static constexpr int kLanes = 16;
  static constexpr uint32_t kHighHalves = 0xaaaaaaaa;  // a bit an int16

  static Vec load(const void* x) { return _mm512_loadu_si512(x); }
  static void store(void* x, Vec a) { _mm512_storeu_si512(x, a); }
  static Vec set(uint32_t x) { return _mm512_set1_epi32(static_cast<int>(x)); }
  static Vec set16(int16_t x) { return _mm512_set1_epi16(x); }

  static Vec add16(Vec a, Vec b) { return _mm512_add_epi16(a, b); }
  static Vec subtract16(Vec a, Vec b) { return _mm512_sub_epi16(a, b); }
  static Vec scale16(Vec a, Vec q15) { return _mm512_mulhrs_epi16(a, q15); }
  // {low + low, high - high} and the other way round.
  static Vec add_minus16(Vec a, Vec b) {
    return _mm512_mask_sub_epi16(add16(a, b), kHighHalves, a, b);
  }
  static Vec minus_add16(Vec a, Vec b) {
    return _mm512_mask_add_epi16(subtract16(a, b), kHighHalves, a, b);
  }
  static Vec swap_halves(Vec a) { return _mm512_rol_epi32(a, 16); }
  static Vec low_half(Vec a) { return _mm512_and_si512(a, set(0xffff)); }
  static Vec negate_high(Vec a) {
    return _mm512_mask_sub_epi16(a, kHighHalves, _mm512_setzero_si512(), a);
  }

  static Vec madd(Vec a, Vec b) { return _mm512_madd_epi16(a, b); }
  static Vec merge_q30(Vec low, Vec high) {
    const Vec round = set(1 << 14);
    const Vec l = _mm512_srli_epi32(_mm512_add_epi32(low, round), 15);
    const Vec h = _mm512_slli_epi32(_mm512_add_epi32(high, round), 1);
    return blend(l, h);
  }

  // (a + b) >> 1 and (a - b) >> 1 of int16 halves in 17 bits, by
  // a + b = (a ^ b) + 2 (a & b) and a - b = (a ^ b) - 2 (~a & b).
  static Vec half_sum(Vec a, Vec b) {
    return add16(_mm512_srai_epi16(_mm512_xor_si512(a, b), 1),
                 _mm512_and_si512(a, b));
  }
  static Vec half_difference(Vec a, Vec b) {
    return subtract16(_mm512_srai_epi16(_mm512_xor_si512(a, b), 1),
                      _mm512_andnot_si512(a, b));
  }
  static Vec blend(Vec low, Vec high) {
    return _mm512_mask_blend_epi16(kHighHalves, low, high);
  }

  static uint32_t window(const int16_t* samples, const int16_t* window,
                         int size, int16_t* out) {
    Vec magnitudes = _mm512_setzero_si512();
    for (int n = 0; n < size; n += 32) {
      const __mmask32 mask =
          size - n >= 32 ? 0xffffffffu : (1u << (size - n)) - 1;
      const Vec x = _mm512_maskz_loadu_epi16(mask, samples + n);
      const Vec w = _mm512_maskz_loadu_epi16(mask, window + n);
      const Vec y =
          _mm512_or_si512(_mm512_slli_epi16(_mm512_mulhi_epi16(x, w), 4),
                          _mm512_srli_epi16(_mm512_mullo_epi16(x, w), 12));
      magnitudes = _mm512_or_si512(magnitudes, _mm512_abs_epi16(y));
      store(out + n, y);
    }
    const uint32_t all =
        static_cast<uint32_t>(_mm512_reduce_or_epi32(magnitudes));
    return (all | all >> 16) & 0xffff;
  }
  static Vec shift_left16(Vec a, int n) {
    return _mm512_sll_epi16(a, _mm_cvtsi32_si128(n));
  }

  // 64-bit sums of the even and of the odd windows.
  struct Sums {
    Vec even, odd;
  };
  static Sums no_energy() {
    return {_mm512_setzero_si512(), _mm512_setzero_si512()};
  }
  static void accumulate(Vec power, uint32_t weight, Sums& sums) {
    const Vec w = _mm512_set1_epi64(weight);
    sums.even = _mm512_add_epi64(sums.even, _mm512_mul_epu32(power, w));
    sums.odd = _mm512_add_epi64(
        sums.odd, _mm512_mul_epu32(_mm512_srli_epi64(power, 32), w));
  }
  // Double precision gives the nearest integer root of numbers below 2^50.
  static Vec root(Vec x) {
    const Vec r = _mm512_cvtpd_epu64(_mm512_sqrt_pd(_mm512_cvtepu64_pd(x)));
    const __mmask8 small = _mm512_cmple_epu64_mask(x, set64(0xffffffff));
    return _mm512_mask_min_epu64(r, small, r, set64(0xffff));
  }
  static Vec set64(uint64_t x) {
    return _mm512_set1_epi64(static_cast<long long>(x));
  }
  static void roots(const Sums& sums, const int32_t* shifts, uint32_t* out) {
    const Vec all =
        _mm512_or_si512(root(sums.even), _mm512_slli_epi64(root(sums.odd), 32));
    store(out, _mm512_srlv_epi32(all, load(shifts)));
  }
};

}  // namespace

void frame_roots_avx512(const dsp::MicroFrontendTables& tables,
                        const int16_t* samples, const int32_t* starts,
                        int count, uint32_t* roots) {
  frame_roots_in_lanes<Avx512>(tables, samples, starts, count, roots);
}

}  // namespace mote
