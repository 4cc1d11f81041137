#include "device/nn/pool/pool.h"

#include "device/nn/requantize.h"

namespace mote {
namespace nn {
namespace reference {
namespace {

// Calls reduce(rows, columns, channel) for every output, in memory order.
template <typename Params, typename T, typename Reduce>
void ForEachWindow(const Params& p, T* output, const Reduce& reduce) {
  const Window& w = p.window;
  for (int32_t y = 0; y < w.output_height; ++y) {
    const TapRange rows = RowTaps(w, y);
    for (int32_t x = 0; x < w.output_width; ++x) {
      const TapRange columns = ColumnTaps(w, x);
      for (int32_t c = 0; c < p.channels; ++c) {
        *output++ =
            Clamp(reduce(rows, columns, c), static_cast<T>(p.activation_min),
                  static_cast<T>(p.activation_max));
      }
    }
  }
}

// Folds the window's values of one channel: fold(accumulator, value).
template <typename Params, typename T, typename A, typename Fold>
A FoldWindow(const Params& p, const T* input, const TapRange& rows,
             const TapRange& columns, int32_t channel, A accumulator,
             const Fold& fold) {
  const Window& w = p.window;
  for (int32_t i = rows.begin; i < rows.end; ++i) {
    const T* row = input + (rows.origin + i) * w.input_width * p.channels;
    for (int32_t j = columns.begin; j < columns.end; ++j) {
      accumulator =
          fold(accumulator, row[(columns.origin + j) * p.channels + channel]);
    }
  }
  return accumulator;
}

int32_t Count(const TapRange& rows, const TapRange& columns) {
  return (rows.end - rows.begin) * (columns.end - columns.begin);
}

template <typename T>
T Sum(T sum, T value) {
  return sum + value;
}

template <typename T>
T Larger(T a, T b) {
  return a > b ? a : b;
}

template <typename T>
void AveragePool(const PoolParams& p, const T* input, T* output) {
  ForEachWindow(
      p, output, [&](const TapRange& rows, const TapRange& columns, int32_t c) {
        const int32_t sum =
            FoldWindow(p, input, rows, columns, c, int32_t{0}, Sum<int32_t>);
        const int32_t count = Count(rows, columns);
        const int32_t half = sum > 0 ? count / 2 : -(count / 2);
        return static_cast<T>((sum + half) / count);
      });
}

template <typename T>
void MaxPool(const PoolParams& p, T lowest, const T* input, T* output) {
  ForEachWindow(
      p, output, [&](const TapRange& rows, const TapRange& columns, int32_t c) {
        return FoldWindow(p, input, rows, columns, c, lowest, Larger<T>);
      });
}

}  // namespace

void AveragePoolInt8(const PoolParams& p, const int8_t* input, int8_t* output,
                     int8_t* /*scratch*/) {
  AveragePool(p, input, output);
}

void AveragePoolInt16(const PoolParams& p, const int16_t* input,
                      int16_t* output, int8_t* /*scratch*/) {
  AveragePool(p, input, output);
}

void MaxPoolInt8(const PoolParams& p, const int8_t* input, int8_t* output,
                 int8_t* /*scratch*/) {
  MaxPool(p, int8_t{INT8_MIN}, input, output);
}

void MaxPoolInt16(const PoolParams& p, const int16_t* input, int16_t* output,
                  int8_t* /*scratch*/) {
  MaxPool(p, int16_t{INT16_MIN}, input, output);
}

void AveragePoolFloat(const PoolFloatParams& p, const float* input,
                      float* output, int8_t* /*scratch*/) {
  ForEachWindow(p, output,
                [&](const TapRange& rows, const TapRange& columns, int32_t c) {
                  const float sum =
                      FoldWindow(p, input, rows, columns, c, 0.0f, Sum<float>);
                  return sum / static_cast<float>(Count(rows, columns));
                });
}

void MaxPoolFloat(const PoolFloatParams& p, const float* input, float* output,
                  int8_t* /*scratch*/) {
  ForEachWindow(
      p, output, [&](const TapRange& rows, const TapRange& columns, int32_t c) {
        return FoldWindow(p, input, rows, columns, c, -3.4e38f, Larger<float>);
      });
}

}  // namespace reference
}  // namespace nn
}  // namespace mote
