#include <immintrin.h>

#include "device/nn/pool/pool.h"

namespace mote {
namespace nn {
namespace avx2 {
namespace {

constexpr int32_t kTogether = 16;  // channels

// The part of a window that lies on the input: first value, rows, columns.
struct Part {
  int32_t first, rows, columns;
  int32_t count() const { return rows * columns; }
};

inline int32_t Larger(int32_t a, int32_t b) { return a > b ? a : b; }
inline int32_t Smaller(int32_t a, int32_t b) { return a < b ? a : b; }

inline Part Inside(const Window& w, int32_t channels, int32_t y, int32_t x) {
  const int32_t top = y * w.stride_height - w.pad_top;
  const int32_t left = x * w.stride_width - w.pad_left;
  const int32_t row = Larger(top, 0), column = Larger(left, 0);
  return {(row * w.input_width + column) * channels,
          Smaller(top + w.kernel_height, w.input_height) - row,
          Smaller(left + w.kernel_width, w.input_width) - column};
}

// Sixteen sums.
class IntegerSums {
 public:
  void Add(const int8_t* values) {
    const __m128i bytes =
        _mm_loadu_si128(reinterpret_cast<const __m128i*>(values));
    low_ = _mm256_add_epi32(low_, _mm256_cvtepi8_epi32(bytes));
    high_ = _mm256_add_epi32(
        high_, _mm256_cvtepi8_epi32(_mm_unpackhi_epi64(bytes, bytes)));
  }

  void Store(int32_t* sums) const {
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(sums), low_);
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(sums + 8), high_);
  }

 private:
  __m256i low_ = _mm256_setzero_si256(), high_ = _mm256_setzero_si256();
};

class FloatSums {
 public:
  void Add(const float* values) {
    low_ = _mm256_add_ps(low_, _mm256_loadu_ps(values));
    high_ = _mm256_add_ps(high_, _mm256_loadu_ps(values + 8));
  }

  void Store(float* sums) const {
    _mm256_storeu_ps(sums, low_);
    _mm256_storeu_ps(sums + 8, high_);
  }

 private:
  __m256 low_ = _mm256_setzero_ps(), high_ = _mm256_setzero_ps();
};

// Rounded to nearest, ties away from zero.
inline int32_t Mean(int32_t sum, int32_t count) {
  const int32_t half = sum > 0 ? count / 2 : -(count / 2);
  return (sum + half) / count;
}

inline float Mean(float sum, int32_t count) {
  return sum / static_cast<float>(count);
}

// The sums of `channels` (16 at most) over a part of the input.
template <class Sums, typename T, typename S>
void Sum(const T* input, const Part& part, int32_t row, int32_t step,
         int32_t channels, S* to) {
  Sums sums;
  for (int32_t i = 0; i < part.rows; ++i) {
    for (int32_t j = 0; j < part.columns; ++j) {
      const T* values = input + i * row + j * step;
      if (channels == kTogether) {
        sums.Add(values);
      } else {
        T some[kTogether] = {};
        for (int32_t c = 0; c < channels; ++c) some[c] = values[c];
        sums.Add(some);
      }
    }
  }
  sums.Store(to);
}

template <class Sums, typename S, class Params, typename T>
void AveragePool(const Params& p, const T* input, T* output) {
  const Window& w = p.window;
  const T low = static_cast<T>(p.activation_min);
  const T high = static_cast<T>(p.activation_max);
  for (int32_t i = 0; i < w.output_height * w.output_width; ++i) {
    const Part part =
        Inside(w, p.channels, i / w.output_width, i % w.output_width);
    for (int32_t c = 0; c < p.channels; c += kTogether) {
      S sums[kTogether];
      const int32_t real = Smaller(p.channels - c, kTogether);
      Sum<Sums>(input + part.first + c, part, w.input_width * p.channels,
                p.channels, real, sums);
      for (int32_t k = 0; k < real; ++k) {
        const T mean = static_cast<T>(Mean(sums[k], part.count()));
        *output++ = mean < low ? low : (mean > high ? high : mean);
      }
    }
  }
}

}  // namespace

void AveragePoolInt8(const PoolParams& p, const int8_t* input, int8_t* output,
                     int8_t* /*scratch*/) {
  AveragePool<IntegerSums, int32_t>(p, input, output);
}

void AveragePoolFloat(const PoolFloatParams& p, const float* input,
                      float* output, int8_t* /*scratch*/) {
  AveragePool<FloatSums, float>(p, input, output);
}

}  // namespace avx2
}  // namespace nn
}  // namespace mote
