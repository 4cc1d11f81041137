#include <immintrin.h>

#include "device/nn/add/add.h"
#include "device/nn/add/add_groups.h"

namespace mote {
namespace nn {
namespace avx2 {
namespace {

// x * multiplier / 2^32 rounded, then / 2^shift rounded away from zero at ties.
class Scaler {
 public:
  Scaler(int32_t multiplier, int32_t shift)
      : multiplier_(_mm256_set1_epi32(multiplier)),
        half_(_mm256_set1_epi32(shift < 0 ? 1 << (-shift - 1) : 0)),
        sign_(_mm256_set1_epi32(shift < 0 ? -1 : 0)),
        shift_(_mm_cvtsi32_si128(-shift)) {}

  __m256i operator()(__m256i x) const {
    const __m256i rounding = _mm256_set1_epi64x(int64_t{1} << 31);
    const __m256i even =
        _mm256_add_epi64(_mm256_mul_epi32(x, multiplier_), rounding);
    const __m256i odd = _mm256_add_epi64(
        _mm256_mul_epi32(_mm256_srli_epi64(x, 32), multiplier_), rounding);
    const __m256i high =
        _mm256_blend_epi32(_mm256_srli_epi64(even, 32), odd, 0xaa);
    const __m256i negative =
        _mm256_and_si256(_mm256_srai_epi32(high, 31), sign_);
    const __m256i moved =
        _mm256_add_epi32(_mm256_add_epi32(high, half_), negative);
    return _mm256_sra_epi32(moved, shift_);
  }

 private:
  __m256i multiplier_, half_, sign_;
  __m128i shift_;
};

// Eight inputs less their zero point, times 2^21: twice 20 fraction bits.
inline __m256i LoadEight(const int8_t* from, __m256i zero_point) {
  const __m128i bytes = _mm_loadl_epi64(reinterpret_cast<const __m128i*>(from));
  return _mm256_slli_epi32(
      _mm256_sub_epi32(_mm256_cvtepi8_epi32(bytes), zero_point), 21);
}

class Adder {
 public:
  static constexpr int32_t kGroup = 8;

  explicit Adder(const AddParams& p)
      : first_zero_(_mm256_set1_epi32(p.first_zero_point)),
        second_zero_(_mm256_set1_epi32(p.second_zero_point)),
        output_zero_(_mm256_set1_epi32(p.output_zero_point)),
        low_(_mm256_set1_epi32(p.activation_min)),
        high_(_mm256_set1_epi32(p.activation_max)),
        scale_first_(p.first_multiplier, p.first_shift),
        scale_second_(p.second_multiplier, p.second_shift),
        scale_sum_(p.output_multiplier, p.output_shift) {}

  void Group(const int8_t* first, const int8_t* second, int8_t* output) const {
    const __m256i a = scale_first_(LoadEight(first, first_zero_));
    const __m256i b = scale_second_(LoadEight(second, second_zero_));
    const __m256i sum = _mm256_slli_epi32(_mm256_add_epi32(a, b), 1);
    const __m256i scaled = _mm256_add_epi32(scale_sum_(sum), output_zero_);
    const __m256i clamped =
        _mm256_min_epi32(_mm256_max_epi32(scaled, low_), high_);
    const __m128i halves = _mm_packs_epi32(
        _mm256_castsi256_si128(clamped), _mm256_extracti128_si256(clamped, 1));
    _mm_storel_epi64(reinterpret_cast<__m128i*>(output),
                     _mm_packs_epi16(halves, halves));
  }

 private:
  __m256i first_zero_, second_zero_, output_zero_, low_, high_;
  Scaler scale_first_, scale_second_, scale_sum_;
};

}  // namespace

void AddInt8(const AddParams& p, const int8_t* first, const int8_t* second,
             int8_t* output, int8_t* /*scratch*/) {
  AddGroups(Adder(p), p.size, first, second, output);
}

}  // namespace avx2
}  // namespace nn
}  // namespace mote
