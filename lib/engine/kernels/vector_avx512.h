// Sixteen floats in an AVX-512 register, beside the eight of AVX2, which has
// 32 registers here too.
#pragma once

#include "lib/engine/kernels/vector_avx2.h"

namespace mote::engine {
namespace {

struct WideVec {
  static constexpr int kLanes = 16;
  __m512 v;

  static WideVec load(const float* p) { return {_mm512_loadu_ps(p)}; }
  void store(float* p) const { _mm512_storeu_ps(p, v); }
  static WideVec set(float x) { return {_mm512_set1_ps(x)}; }
};

inline WideVec operator+(WideVec a, WideVec b) {
  return {_mm512_add_ps(a.v, b.v)};
}
inline WideVec operator-(WideVec a, WideVec b) {
  return {_mm512_sub_ps(a.v, b.v)};
}
inline WideVec operator*(WideVec a, WideVec b) {
  return {_mm512_mul_ps(a.v, b.v)};
}
inline WideVec fma(WideVec a, WideVec b, WideVec c) {
  return {_mm512_fmadd_ps(a.v, b.v, c.v)};
}
// The masked form: GCC 12 warns of its own header in the plain one.
inline WideVec relu(WideVec a) {
  return {_mm512_maskz_max_ps(0xFFFF, a.v, _mm512_setzero_ps())};
}
inline WideVec where_positive(WideVec x, WideVec y) {
  const __mmask16 mask =
      _mm512_cmp_ps_mask(y.v, _mm512_setzero_ps(), _CMP_GT_OQ);
  return {_mm512_maskz_mov_ps(mask, x.v)};
}
inline WideVec where_kept(WideVec x, const uint8_t* bits) {
  uint16_t mask;
  __builtin_memcpy(&mask, bits, sizeof(mask));
  return {_mm512_maskz_mov_ps(mask, x.v)};
}

constexpr int kRegisters = 32;

}  // namespace
}  // namespace mote::engine
