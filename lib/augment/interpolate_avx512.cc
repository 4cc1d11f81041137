// Sixteen positions at once: their samples lie within two vectors, from which
// they are picked by permutation.
#include <immintrin.h>

#include "lib/augment/interpolate.h"

namespace mote {
namespace {

constexpr int kLanes = 16;
// 15 steps and four samples must stay within 32.
constexpr int64_t kLongestStep = (int64_t{28} << kPositionBits) / kLanes;

__m512 times(float factor, __m512 x) {
  return _mm512_mul_ps(_mm512_set1_ps(factor), x);
}

// The same operations in the same order as interpolate_portable.
__m512 cubic(__m512 a, __m512 b, __m512 c, __m512 d, __m512 t) {
  const __m512 slope = times(0.5f, _mm512_sub_ps(c, a));
  const __m512 curve =
      _mm512_add_ps(_mm512_sub_ps(a, times(2.5f, b)),
                    _mm512_sub_ps(times(2, c), times(0.5f, d)));
  const __m512 twist = _mm512_add_ps(times(0.5f, _mm512_sub_ps(d, a)),
                                     times(1.5f, _mm512_sub_ps(b, c)));
  __m512 y = _mm512_add_ps(_mm512_mul_ps(twist, t), curve);
  y = _mm512_add_ps(_mm512_mul_ps(y, t), slope);
  return _mm512_add_ps(_mm512_mul_ps(y, t), b);
}

}  // namespace

void interpolate_avx512(const float* x, int64_t position, int64_t step,
                        size_t count, float* output) {
  if (step > kLongestStep) {
    interpolate_portable(x, position, step, count, output);
    return;
  }
  const int fraction_mask = (1 << kPositionBits) - 1;
  const __m512i lanes =
      _mm512_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
  const __m512i steps =
      _mm512_mullo_epi32(lanes, _mm512_set1_epi32(static_cast<int>(step)));
  const __m512i one = _mm512_set1_epi32(1);
  for (size_t i = 0; i < count; i += kLanes, position += kLanes * step) {
    const float* from = x + (position >> kPositionBits) - 1;
    const __m512 low = _mm512_loadu_ps(from);
    const __m512 high = _mm512_loadu_ps(from + kLanes);
    const __m512i offset = _mm512_add_epi32(
        steps, _mm512_set1_epi32(static_cast<int>(position & fraction_mask)));
    const __m512 t =
        times(0x1p-24f, _mm512_cvtepi32_ps(_mm512_and_si512(
                            offset, _mm512_set1_epi32(fraction_mask))));
    const __m512i a = _mm512_srli_epi32(offset, kPositionBits);
    const __m512i b = _mm512_add_epi32(a, one);
    const __m512i c = _mm512_add_epi32(b, one);
    const __m512i d = _mm512_add_epi32(c, one);
    const __m512 y = cubic(_mm512_permutex2var_ps(low, a, high),
                           _mm512_permutex2var_ps(low, b, high),
                           _mm512_permutex2var_ps(low, c, high),
                           _mm512_permutex2var_ps(low, d, high), t);
    const size_t rest = count - i;
    const auto mask =
        static_cast<__mmask16>(rest >= kLanes ? 0xffffu : (1u << rest) - 1);
    _mm512_mask_storeu_ps(output + i, mask, y);
  }
}

}  // namespace mote
