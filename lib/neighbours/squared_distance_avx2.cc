#include <immintrin.h>

#include "lib/neighbours/squared_distance.h"

namespace mote {
namespace {

__m256 add_square(__m256 sum, const float* a, const float* b) {
  const __m256 difference =
      _mm256_sub_ps(_mm256_loadu_ps(a), _mm256_loadu_ps(b));
  return _mm256_add_ps(sum, _mm256_mul_ps(difference, difference));
}

}  // namespace

float squared_distance_avx2(const float* a, const float* b, size_t size) {
  __m256 sums[4] = {_mm256_setzero_ps(), _mm256_setzero_ps(),
                    _mm256_setzero_ps(), _mm256_setzero_ps()};
  size_t i = 0;
  for (; i + 32 <= size; i += 32) {
    for (size_t part = 0; part < 4; ++part) {
      sums[part] = add_square(sums[part], a + i + 8 * part, b + i + 8 * part);
    }
  }
  size_t part = 0;
  for (; i + 8 <= size; i += 8, ++part) {
    sums[part] = add_square(sums[part], a + i, b + i);
  }
  if (i < size) {
    float last_a[8] = {}, last_b[8] = {};
    for (size_t lane = 0; i + lane < size; ++lane) {
      last_a[lane] = a[i + lane];
      last_b[lane] = b[i + lane];
    }
    sums[part] = add_square(sums[part], last_a, last_b);
  }
  const __m256 eight = _mm256_add_ps(_mm256_add_ps(sums[0], sums[2]),
                                     _mm256_add_ps(sums[1], sums[3]));
  const __m128 four = _mm_add_ps(_mm256_castps256_ps128(eight),
                                 _mm256_extractf128_ps(eight, 1));
  const __m128 two = _mm_add_ps(four, _mm_movehl_ps(four, four));
  return _mm_cvtss_f32(_mm_add_ss(two, _mm_shuffle_ps(two, two, 1)));
}

}  // namespace mote
