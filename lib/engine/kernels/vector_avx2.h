// Eight floats in an AVX2 register.
#pragma once

#include <immintrin.h>
#include <stdint.h>

namespace mote::engine {
namespace {

struct Vec {
  static constexpr int kLanes = 8;
  __m256 v;

  static Vec load(const float* p) { return {_mm256_loadu_ps(p)}; }
  void store(float* p) const { _mm256_storeu_ps(p, v); }
  static Vec set(float x) { return {_mm256_set1_ps(x)}; }
};

inline Vec operator+(Vec a, Vec b) { return {_mm256_add_ps(a.v, b.v)}; }
inline Vec operator-(Vec a, Vec b) { return {_mm256_sub_ps(a.v, b.v)}; }
inline Vec operator*(Vec a, Vec b) { return {_mm256_mul_ps(a.v, b.v)}; }
inline Vec operator/(Vec a, Vec b) { return {_mm256_div_ps(a.v, b.v)}; }
inline Vec fma(Vec a, Vec b, Vec c) { return {_mm256_fmadd_ps(a.v, b.v, c.v)}; }
inline Vec relu(Vec a) { return {_mm256_max_ps(a.v, _mm256_setzero_ps())}; }
// x where y > 0, else 0.
inline Vec where_positive(Vec x, Vec y) {
  const __m256 mask = _mm256_cmp_ps(y.v, _mm256_setzero_ps(), _CMP_GT_OQ);
  return {_mm256_and_ps(x.v, mask)};
}
inline Vec where_kept(Vec x, const uint8_t* bits) {
  const __m256i lane = _mm256_setr_epi32(1, 2, 4, 8, 16, 32, 64, 128);
  const __m256i set = _mm256_and_si256(_mm256_set1_epi32(*bits), lane);
  const __m256i mask = _mm256_cmpeq_epi32(set, lane);
  return {_mm256_and_ps(x.v, _mm256_castsi256_ps(mask))};
}
inline Vec square_root(Vec a) { return {_mm256_sqrt_ps(a.v)}; }

inline __m256i mix(__m256i h, int shift, uint32_t factor) {
  h = _mm256_xor_si256(h, _mm256_srli_epi32(h, shift));
  return _mm256_mullo_epi32(h, _mm256_set1_epi32(static_cast<int>(factor)));
}

inline uint8_t hash_bits(uint32_t first, uint32_t seed, uint32_t threshold) {
  __m256i h = _mm256_add_epi32(_mm256_set1_epi32(static_cast<int>(first)),
                               _mm256_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7));
  h = _mm256_mullo_epi32(h, _mm256_set1_epi32(static_cast<int>(0x9E3779B1u)));
  h = _mm256_xor_si256(h, _mm256_set1_epi32(static_cast<int>(seed)));
  h = mix(mix(h, 16, 0x85EBCA6Bu), 13, 0xC2B2AE35u);
  h = _mm256_srli_epi32(_mm256_xor_si256(h, _mm256_srli_epi32(h, 16)), 1);
  const __m256i above =
      _mm256_cmpgt_epi32(h, _mm256_set1_epi32(static_cast<int>(threshold)));
  return static_cast<uint8_t>(_mm256_movemask_ps(_mm256_castsi256_ps(above)));
}

#ifndef __AVX512F__
constexpr int kRegisters = 16;
using WideVec = Vec;
#endif

}  // namespace
}  // namespace mote::engine
