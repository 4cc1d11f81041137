// Average pools by vectors of sixteen channels, for one instruction set (see
// wide_image.h). Its Sums, sixteen of them, have
//   AddRow(values, count, step)           255 values at most, `step` apart
//   Store(count, activation_min, activation_max, to)   sixteen means
#pragma once

#include "device/nn/pool/pool.h"

namespace mote {
namespace nn {
namespace {

template <class Sums>
class WideAveragePool {
 public:
  explicit WideAveragePool(const PoolParams& p) : p_(p) {}

  void Run(const int8_t* input, int8_t* output) const {
    for (int32_t y = 0; y < p_.window.output_height; ++y) {
      for (int32_t x = 0; x < p_.window.output_width; ++x) {
        Pixel(input, y, x, output);
        output += p_.channels;
      }
    }
  }

 private:
  static constexpr int32_t kTogether = 16;  // channels

  void Pixel(const int8_t* input, int32_t y, int32_t x, int8_t* output) const {
    const Window& w = p_.window;
    const TapRange rows = RowTaps(w, y), columns = ColumnTaps(w, x);
    const int32_t height = rows.end - rows.begin;
    const int32_t width = columns.end - columns.begin;
    const int32_t row = w.input_width * p_.channels;
    input += (rows.origin + rows.begin) * row +
             (columns.origin + columns.begin) * p_.channels;
    int32_t c = 0;
    for (; c + kTogether <= p_.channels; c += kTogether) {
      Sums sums;
      for (int32_t i = 0; i < height; ++i) {
        sums.AddRow(input + i * row + c, width, p_.channels);
      }
      Store(sums, height * width, output + c);
    }
    if (c < p_.channels) {
      Rest(input + c, height, width, p_.channels - c, output + c);
    }
  }

  // Fewer than sixteen channels.
  void Rest(const int8_t* input, int32_t height, int32_t width, int32_t count,
            int8_t* output) const {
    Sums sums;
    for (int32_t i = 0; i < height * width; ++i) {
      const int32_t at = i / width * p_.window.input_width + i % width;
      int8_t some[kTogether] = {};
      for (int32_t c = 0; c < count; ++c) some[c] = input[at * p_.channels + c];
      sums.AddRow(some, 1, 0);
    }
    int8_t means[kTogether];
    Store(sums, height * width, means);
    for (int32_t c = 0; c < count; ++c) output[c] = means[c];
  }

  void Store(const Sums& sums, int32_t count, int8_t* to) const {
    sums.Store(count, static_cast<int8_t>(p_.activation_min),
               static_cast<int8_t>(p_.activation_max), to);
  }

  const PoolParams& p_;
};

}  // namespace
}  // namespace nn
}  // namespace mote
