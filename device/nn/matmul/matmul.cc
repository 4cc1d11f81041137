#include "device/nn/matmul/matmul.h"

#include "device/nn/requantize.h"

namespace mote {
namespace nn {
namespace reference {
namespace {

// output = value(first's row, second's column), in memory order.
template <typename T, typename Value>
void ForEachMatrix(const MatmulShape& s, const T* first, const T* second,
                   T* output, const Value& value) {
  for (int32_t i = 0; i < s.batches[0]; ++i) {
    for (int32_t j = 0; j < s.batches[1]; ++j) {
      for (int32_t k = 0; k < s.batches[2]; ++k) {
        const T* a = first + i * s.first_batches[0] + j * s.first_batches[1] +
                     k * s.first_batches[2];
        const T* b = second + i * s.second_batches[0] +
                     j * s.second_batches[1] + k * s.second_batches[2];
        for (int32_t y = 0; y < s.rows; ++y) {
          for (int32_t x = 0; x < s.columns; ++x) {
            *output++ = value(a + y * s.first_row, b + x * s.second_column);
          }
        }
      }
    }
  }
}

template <typename A, typename T>
A Dot(const MatmulShape& s, const T* a, const T* b, A a_zero, A b_zero) {
  A sum = 0;
  for (int32_t i = 0; i < s.depth; ++i) {
    sum += (static_cast<A>(a[i * s.first_depth]) - a_zero) *
           (static_cast<A>(b[i * s.second_depth]) - b_zero);
  }
  return sum;
}

}  // namespace

void MatmulInt8(const MatmulParams& p, const int8_t* first,
                const int8_t* second, int8_t* output, int8_t* /*scratch*/) {
  ForEachMatrix(
      p.shape, first, second, output, [&](const int8_t* a, const int8_t* b) {
        const int32_t sum = Dot<int32_t>(p.shape, a, b, p.first_zero_point,
                                         p.second_zero_point);
        const int32_t scaled = WrappingAdd(
            Requantize(sum, p.multiplier, p.shift), p.output_zero_point);
        return static_cast<int8_t>(
            Clamp(scaled, p.activation_min, p.activation_max));
      });
}

void MatmulInt16(const MatmulParams& p, const int16_t* first,
                 const int16_t* second, int16_t* output, int8_t* /*scratch*/) {
  ForEachMatrix(p.shape, first, second, output,
                [&](const int16_t* a, const int16_t* b) {
                  const int64_t sum = Dot<int64_t>(p.shape, a, b, 0, 0);
                  return static_cast<int16_t>(
                      Clamp(RequantizeLong(sum, p.multiplier, p.shift),
                            p.activation_min, p.activation_max));
                });
}

void MatmulFloat(const MatmulFloatParams& p, const float* first,
                 const float* second, float* output, int8_t* /*scratch*/) {
  ForEachMatrix(p.shape, first, second, output,
                [&](const float* a, const float* b) {
                  return Clamp(Dot<float>(p.shape, a, b, 0.0f, 0.0f),
                               p.activation_min, p.activation_max);
                });
}

}  // namespace reference
}  // namespace nn
}  // namespace mote
