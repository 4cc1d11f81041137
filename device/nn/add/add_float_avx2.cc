#include <immintrin.h>

#include "device/nn/add/add.h"

namespace mote {
namespace nn {
namespace avx2 {

void AddFloat(const AddFloatParams& p, const float* first, const float* second,
              float* output, int8_t* /*scratch*/) {
  const __m256 low = _mm256_set1_ps(p.activation_min);
  const __m256 high = _mm256_set1_ps(p.activation_max);
  int32_t i = 0;
  for (; i + 8 <= p.size; i += 8) {
    const __m256 sum =
        _mm256_add_ps(_mm256_loadu_ps(first + i), _mm256_loadu_ps(second + i));
    _mm256_storeu_ps(output + i, _mm256_min_ps(_mm256_max_ps(sum, low), high));
  }
  for (; i < p.size; ++i) {
    const float sum = first[i] + second[i];
    const float above = sum < p.activation_min ? p.activation_min : sum;
    output[i] = above > p.activation_max ? p.activation_max : above;
  }
}

}  // namespace avx2
}  // namespace nn
}  // namespace mote
