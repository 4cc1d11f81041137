#include "device/nn/reduce/reduce.h"

#include "device/nn/requantize.h"

namespace mote {
namespace nn {
namespace reference {
namespace {

// fold(accumulator, value) over the values that make one output.
template <typename T, typename A, typename Fold>
A FoldOne(const ReduceShape& s, const T* input, A accumulator,
          const Fold& fold) {
  for (int32_t i = 0; i < s.reduced_sizes[0]; ++i) {
    for (int32_t j = 0; j < s.reduced_sizes[1]; ++j) {
      const T* value =
          input + i * s.reduced_strides[0] + j * s.reduced_strides[1];
      for (int32_t k = 0; k < s.reduced_sizes[2]; ++k) {
        accumulator = fold(accumulator, *value);
        value += s.reduced_strides[2];
      }
    }
  }
  return accumulator;
}

// output[i] = reduce(where its values begin), in memory order.
template <typename T, typename O, typename Reduce>
void ForEachOutput(const ReduceShape& s, const T* input, O* output,
                   const Reduce& reduce) {
  for (int32_t i = 0; i < s.kept_sizes[0]; ++i) {
    for (int32_t j = 0; j < s.kept_sizes[1]; ++j) {
      for (int32_t k = 0; k < s.kept_sizes[2]; ++k) {
        *output++ = reduce(input + i * s.kept_strides[0] +
                           j * s.kept_strides[1] + k * s.kept_strides[2]);
      }
    }
  }
}

template <typename T>
void SumQuantized(const ReduceSumParams& p, int32_t low, int32_t high,
                  const T* input, T* output) {
  ForEachOutput(p.shape, input, output, [&](const T* values) {
    const int32_t sum =
        FoldOne(p.shape, values, int32_t{-p.count * p.input_zero_point},
                [](int32_t a, T b) { return WrappingAdd(a, b); });
    return static_cast<T>(
        Clamp(WrappingAdd(Requantize(sum, p.multiplier, p.shift),
                          p.output_zero_point),
              low, high));
  });
}

template <typename T>
void Largest(const ReduceParams& p, const T* input, T* output) {
  ForEachOutput(p.shape, input, output, [&](const T* values) {
    return FoldOne(p.shape, values, *values,
                   [](T a, T b) { return b > a ? b : a; });
  });
}

template <typename T>
void Smallest(const ReduceParams& p, const T* input, T* output) {
  ForEachOutput(p.shape, input, output, [&](const T* values) {
    return FoldOne(p.shape, values, *values,
                   [](T a, T b) { return b < a ? b : a; });
  });
}

}  // namespace

void ReduceSumInt8(const ReduceSumParams& p, const int8_t* input,
                   int8_t* output, int8_t* /*scratch*/) {
  SumQuantized(p, INT8_MIN, INT8_MAX, input, output);
}

void ReduceSumInt16(const ReduceSumParams& p, const int16_t* input,
                    int16_t* output, int8_t* /*scratch*/) {
  SumQuantized(p, INT16_MIN, INT16_MAX, input, output);
}

void ReduceSumFloat(const ReduceSumFloatParams& p, const float* input,
                    float* output, int8_t* /*scratch*/) {
  ForEachOutput(p.shape, input, output, [&](const float* values) {
    return FoldOne(p.shape, values, 0.0f,
                   [](float a, float b) { return a + b; }) /
           p.divisor;
  });
}

void ReduceMaxInt8(const ReduceParams& p, const int8_t* input, int8_t* output,
                   int8_t* /*scratch*/) {
  Largest(p, input, output);
}

void ReduceMaxFloat(const ReduceParams& p, const float* input, float* output,
                    int8_t* /*scratch*/) {
  Largest(p, input, output);
}

void ReduceMinInt8(const ReduceParams& p, const int8_t* input, int8_t* output,
                   int8_t* /*scratch*/) {
  Smallest(p, input, output);
}

void ReduceMinFloat(const ReduceParams& p, const float* input, float* output,
                    int8_t* /*scratch*/) {
  Smallest(p, input, output);
}

void ReduceAll(const ReduceParams& p, const bool* input, bool* output,
               int8_t* /*scratch*/) {
  ForEachOutput(p.shape, input, output, [&](const bool* values) {
    return FoldOne(p.shape, values, true,
                   [](bool a, bool b) { return a && b; });
  });
}

}  // namespace reference
}  // namespace nn
}  // namespace mote
