// Eight windows at once. See frame_roots_lanes.h.
#include "lib/features/micro_frontend/frame_roots_lanes.h"

namespace mote {
namespace {

struct Avx2 {
  using Vec = __m256i;
  static constexpr int kLanes = 8;
  static constexpr int kHighHalves = 0xaa;  // a bit an int16

  static Vec load(const void* x) {
    return _mm256_loadu_si256(static_cast<const Vec*>(x));
  }
  static void store(void* x, Vec a) {
    _mm256_storeu_si256(static_cast<Vec*>(x), a);
  }
  static Vec set(uint32_t x) { return _mm256_set1_epi32(static_cast<int>(x)); }
  static Vec set16(int16_t x) { return _mm256_set1_epi16(x); }

  static Vec blend(Vec low, Vec high) {
    return _mm256_blend_epi16(low, high, kHighHalves);
  }
  static Vec add16(Vec a, Vec b) { return _mm256_add_epi16(a, b); }
  static Vec subtract16(Vec a, Vec b) { return _mm256_sub_epi16(a, b); }
  static Vec scale16(Vec a, Vec q15) { return _mm256_mulhrs_epi16(a, q15); }
  static Vec add_minus16(Vec a, Vec b) {
    return blend(add16(a, b), subtract16(a, b));
  }
  static Vec minus_add16(Vec a, Vec b) {
    return blend(subtract16(a, b), add16(a, b));
  }
  static Vec swap_halves(Vec a) {
    return _mm256_or_si256(_mm256_slli_epi32(a, 16), _mm256_srli_epi32(a, 16));
  }
  static Vec low_half(Vec a) { return _mm256_and_si256(a, set(0xffff)); }
  static Vec negate_high(Vec a) {
    return blend(a, subtract16(_mm256_setzero_si256(), a));
  }

  static Vec madd(Vec a, Vec b) { return _mm256_madd_epi16(a, b); }
  static Vec merge_q30(Vec low, Vec high) {
    const Vec round = set(1 << 14);
    return blend(_mm256_srli_epi32(_mm256_add_epi32(low, round), 15),
                 _mm256_slli_epi32(_mm256_add_epi32(high, round), 1));
  }

  // (a + b) >> 1 and (a - b) >> 1 of int16 halves in 17 bits, by
  // a + b = (a ^ b) + 2 (a & b) and a - b = (a ^ b) - 2 (~a & b).
  static Vec half_sum(Vec a, Vec b) {
    return add16(_mm256_srai_epi16(_mm256_xor_si256(a, b), 1),
                 _mm256_and_si256(a, b));
  }
  static Vec half_difference(Vec a, Vec b) {
    return subtract16(_mm256_srai_epi16(_mm256_xor_si256(a, b), 1),
                      _mm256_andnot_si256(a, b));
  }

  static int16_t windowed(int16_t sample, int16_t weight) {
    return static_cast<int16_t>((sample * weight) >> 12);
  }
  static uint32_t window(const int16_t* samples, const int16_t* window,
                         int size, int16_t* out) {
    uint32_t bits = 0;
    Vec magnitudes = _mm256_setzero_si256();
    int n = 0;
    for (; n + 16 <= size; n += 16) {
      const Vec x = load(samples + n), w = load(window + n);
      const Vec y =
          _mm256_or_si256(_mm256_slli_epi16(_mm256_mulhi_epi16(x, w), 4),
                          _mm256_srli_epi16(_mm256_mullo_epi16(x, w), 12));
      magnitudes = _mm256_or_si256(magnitudes, _mm256_abs_epi16(y));
      store(out + n, y);
    }
    for (; n < size; ++n) {
      out[n] = windowed(samples[n], window[n]);
      bits |= static_cast<uint32_t>(out[n] < 0 ? -out[n] : out[n]);
    }
    alignas(32) uint32_t all[8];
    store(all, magnitudes);
    for (const uint32_t lane : all) bits |= lane | lane >> 16;
    return bits & 0xffff;
  }
  static Vec shift_left16(Vec a, int n) {
    return _mm256_sll_epi16(a, _mm_cvtsi32_si128(n));
  }

  // 64-bit sums of the even and of the odd windows.
  struct Sums {
    Vec even, odd;
  };
  static Sums no_energy() {
    return {_mm256_setzero_si256(), _mm256_setzero_si256()};
  }
  static void accumulate(Vec power, uint32_t weight, Sums& sums) {
    const Vec w = _mm256_set1_epi64x(weight);
    sums.even = _mm256_add_epi64(sums.even, _mm256_mul_epu32(power, w));
    sums.odd = _mm256_add_epi64(
        sums.odd, _mm256_mul_epu32(_mm256_srli_epi64(power, 32), w));
  }
  // Double precision gives the nearest integer root of numbers below 2^50.
  // Integers below 2^52 become doubles, and back, as the low bits of 2^52 + x.
  static Vec root(Vec x) {
    const __m256d magic = _mm256_set1_pd(4503599627370496.0);
    const Vec magic_bits = _mm256_castpd_si256(magic);
    const __m256d value = _mm256_sub_pd(
        _mm256_castsi256_pd(_mm256_or_si256(x, magic_bits)), magic);
    const Vec r = _mm256_xor_si256(
        _mm256_castpd_si256(_mm256_add_pd(_mm256_sqrt_pd(value), magic)),
        magic_bits);
    // 65,536 can only be the root of a number of more than 32 bits, or of one
    // that is to give 65,535.
    const Vec small =
        _mm256_cmpeq_epi64(_mm256_srli_epi64(x, 32), _mm256_setzero_si256());
    const Vec over = _mm256_cmpeq_epi64(r, _mm256_set1_epi64x(65536));
    return _mm256_add_epi64(r, _mm256_and_si256(small, over));
  }
  static void roots(const Sums& sums, const int32_t* shifts, uint32_t* out) {
    const Vec all =
        _mm256_or_si256(root(sums.even), _mm256_slli_epi64(root(sums.odd), 32));
    store(out, _mm256_srlv_epi32(all, load(shifts)));
  }
};

}  // namespace

void frame_roots_avx2(const dsp::MicroFrontendTables& tables,
                      const int16_t* samples, const int32_t* starts, int count,
                      uint32_t* roots) {
  frame_roots_in_lanes<Avx2>(tables, samples, starts, count, roots);
}

}  // namespace mote
