#include "device/nn/armv7em_dsp.h"
#include "device/nn/pool/pool.h"

// Small rather than fast: pooling takes little time.
#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC optimize("Os")
#endif

namespace mote {
namespace nn {
namespace armv7em {
namespace {

// Sums of four channels, two 16-bit sums a word: of channels 0 and 2, 1 and 3.
struct FourSums {
  int32_t even, odd;
};

// The values at `input` and `columns` - 1 times `step` bytes further.
inline void AddRow(const int8_t* input, int32_t columns, int32_t step,
                   FourSums* sums) {
  int32_t even = sums->even, odd = sums->odd;
  for (; columns > 0; --columns, input += step) {
    const int32_t word = LoadWord(input);
    asm("sxtab16 %0, %0, %1" : "+r"(even) : "r"(word));
    asm("sxtab16 %0, %0, %1, ror #8" : "+r"(odd) : "r"(word));
  }
  sums->even = even;
  sums->odd = odd;
}

int8_t Average(const PoolParams& p, int32_t sum, int32_t count) {
  const int32_t half = sum > 0 ? count / 2 : -(count / 2);
  const int32_t value = (sum + half) / count;
  return static_cast<int8_t>(
      value < p.activation_min
          ? p.activation_min
          : (value > p.activation_max ? p.activation_max : value));
}

void Pixel(const PoolParams& p, const int8_t* input, const TapRange& rows,
           const TapRange& columns, int8_t* output) {
  const int32_t row_bytes = p.window.input_width * p.channels;
  const int32_t width = columns.end - columns.begin;
  const int32_t height = rows.end - rows.begin;
  const int8_t* corner = input + (rows.origin + rows.begin) * row_bytes +
                         (columns.origin + columns.begin) * p.channels;
  const bool whole_rows = width == p.window.input_width;
  for (int32_t c = 0; c < p.channels; c += 4) {
    FourSums sums = {0, 0};
    if (whole_rows) {
      AddRow(corner + c, width * height, p.channels, &sums);
    } else {
      for (int32_t i = 0; i < height; ++i) {
        AddRow(corner + c + i * row_bytes, width, p.channels, &sums);
      }
    }
    const int32_t count = width * height;
    *output++ = Average(p, static_cast<int16_t>(sums.even), count);
    *output++ = Average(p, static_cast<int16_t>(sums.odd), count);
    *output++ = Average(p, sums.even >> 16, count);
    *output++ = Average(p, sums.odd >> 16, count);
  }
}

}  // namespace

void AveragePoolInt8(const PoolParams& p, const int8_t* input, int8_t* output,
                     int8_t* /*scratch*/) {
  const Window& w = p.window;
  for (int32_t y = 0; y < w.output_height; ++y) {
    for (int32_t x = 0; x < w.output_width; ++x, output += p.channels) {
      Pixel(p, input, RowTaps(w, y), ColumnTaps(w, x), output);
    }
  }
}

}  // namespace armv7em
}  // namespace nn
}  // namespace mote
