#include <immintrin.h>

#include "device/nn/add/add_groups.h"
#include "device/nn/add/fused_add.h"

namespace mote {
namespace nn {
namespace avx2 {
namespace {

class Adder {
 public:
  static constexpr int32_t kGroup = 16;

  explicit Adder(const FusedAddParams& p)
      : first_scale_(_mm256_set1_ps(p.first_scale)),
        second_scale_(_mm256_set1_ps(p.second_scale)),
        offset_(_mm256_set1_ps(p.offset)),
        low_(_mm_set1_epi8(static_cast<char>(p.activation_min))),
        high_(_mm_set1_epi8(static_cast<char>(p.activation_max))) {}

  void Group(const int8_t* first, const int8_t* second, int8_t* output) const {
    const __m128i a = _mm_loadu_si128(reinterpret_cast<const __m128i*>(first));
    const __m128i b = _mm_loadu_si128(reinterpret_cast<const __m128i*>(second));
    const __m256i words = _mm256_packs_epi32(
        Eight(a, b), Eight(_mm_unpackhi_epi64(a, a), _mm_unpackhi_epi64(b, b)));
    const __m256i order = _mm256_setr_epi32(0, 4, 1, 5, 0, 4, 1, 5);
    const __m128i bytes = _mm256_castsi256_si128(
        _mm256_permutevar8x32_epi32(_mm256_packs_epi16(words, words), order));
    _mm_storeu_si128(reinterpret_cast<__m128i*>(output),
                     _mm_min_epi8(_mm_max_epi8(bytes, low_), high_));
  }

 private:
  __m256i Eight(__m128i a, __m128i b) const {
    const __m256 x = _mm256_cvtepi32_ps(_mm256_cvtepi8_epi32(a));
    const __m256 y = _mm256_cvtepi32_ps(_mm256_cvtepi8_epi32(b));
    return _mm256_cvtps_epi32(_mm256_fmadd_ps(
        x, first_scale_, _mm256_fmadd_ps(y, second_scale_, offset_)));
  }

  __m256 first_scale_, second_scale_, offset_;
  __m128i low_, high_;
};

}  // namespace

void FusedAddInt8(const FusedAddParams& p, const int8_t* first,
                  const int8_t* second, int8_t* output, int8_t* /*scratch*/) {
  AddGroups(Adder(p), p.size, first, second, output);
}

}  // namespace avx2
}  // namespace nn
}  // namespace mote
