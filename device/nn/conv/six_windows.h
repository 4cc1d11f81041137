// The windows of six output pixels that follow each other.
#pragma once

#include "device/nn/conv/staggered_conv.h"
#include "device/nn/staggered.h"

namespace mote {
namespace nn {
namespace staggered {

constexpr int32_t kPixels = 6;

class SixWindows {
 public:
  // `outside` takes the place of pixels beside the image: input_channels bytes.
  SixWindows(const StaggeredConvParams& p, const int8_t* input, int8_t* outside)
      : p_(p), input_(input), outside_(outside) {
    for (int32_t c = 0; c < p.input_channels; ++c) {
      outside[c] = static_cast<int8_t>(p.input_zero_point);
      asm volatile("" ::: "memory");  // else gcc calls memset
    }
  }

  // To the pixels `first`, `first` + apart ...
  void Seek(int32_t first, int32_t apart) {
    const Window& w = p_.window;
    int32_t y = first / w.output_width, x = first % w.output_width;
    inside_ = w.dilation_width == 1;
    for (int32_t i = 0; i < kPixels; ++i) {
      row_[i] = y * w.stride_height - w.pad_top;
      column_[i] = x * w.stride_width - w.pad_left;
      inside_ = inside_ && IsInside(row_[i], column_[i]);
      x += apart;
      if (x == w.output_width) x = 0, ++y;
    }
  }

  // Calls pack(const int8_t* const* pixels, count) for runs of taps that lie
  // one after the other in all six windows, in the order of the taps.
  template <class Pack>
  void ForEachRun(const Pack& pack) const {
    const Window& w = p_.window;
    const int8_t* pixels[kPixels];
    for (int32_t i = 0; i < w.kernel_height; ++i) {
      const int32_t down = i * w.dilation_height;
      if (inside_) {
        for (int32_t k = 0; k < kPixels; ++k) {
          pixels[k] = At(row_[k] + down, column_[k]);
        }
        pack(pixels, w.kernel_width * p_.input_channels);
        continue;
      }
      for (int32_t j = 0; j < w.kernel_width; ++j) {
        for (int32_t k = 0; k < kPixels; ++k) {
          pixels[k] =
              AtOrOutside(row_[k] + down, column_[k] + j * w.dilation_width);
        }
        pack(pixels, p_.input_channels);
      }
    }
  }

 private:
  bool IsInside(int32_t row, int32_t column) const {
    const Window& w = p_.window;
    const int32_t last_row = row + (w.kernel_height - 1) * w.dilation_height;
    return row >= 0 && column >= 0 && last_row < w.input_height &&
           column + w.kernel_width <= w.input_width;
  }

  const int8_t* At(int32_t row, int32_t column) const {
    return input_ + (row * p_.window.input_width + column) * p_.input_channels;
  }

  const int8_t* AtOrOutside(int32_t row, int32_t column) const {
    const Window& w = p_.window;
    if (static_cast<uint32_t>(row) >= static_cast<uint32_t>(w.input_height) ||
        static_cast<uint32_t>(column) >= static_cast<uint32_t>(w.input_width)) {
      return outside_;
    }
    return At(row, column);
  }

  const StaggeredConvParams& p_;
  const int8_t* input_;
  const int8_t* outside_;
  int32_t row_[kPixels], column_[kPixels];
  bool inside_ = false;
};

// Calls run(first pixel, apart): six pixels together, the last six once more
// where the pixels are no multiple; fewer than six one by one, with apart 0.
template <class Run>
void ForEachSix(int32_t pixels, const Run& run) {
  if (pixels < kPixels) {
    for (int32_t i = 0; i < pixels; ++i) run(i, 0);
    return;
  }
  for (int32_t i = 0; i < pixels; i += kPixels) {
    run(i <= pixels - kPixels ? i : pixels - kPixels, 1);
  }
}

// The convolution. pack(pixels, count, words) writes `count` taps and returns
// the end; block(words, output, step) makes all channels of six pixels.
template <class Pack, class Block>
void Conv(const StaggeredConvParams& p, const int8_t* input, int8_t* output,
          int8_t* scratch, const Pack& pack, const Block& block) {
  int32_t* words = reinterpret_cast<int32_t*>(scratch);
  SixWindows windows(p, input, scratch + 16 * StaggeredTaps(p));
  const int32_t pixels = p.window.output_height * p.window.output_width;
  ForEachSix(pixels, [&](int32_t first, int32_t apart) {
    windows.Seek(first, apart);
    int32_t* next = words;
    windows.ForEachRun([&](const int8_t* const* six, int32_t count) {
      next = pack(six, count, next);
    });
    block(words, output + first * p.output_channels, apart * p.output_channels);
  });
  ClampBytes(output, pixels * p.output_channels, p.activation_min,
             p.activation_max);
}

}  // namespace staggered
}  // namespace nn
}  // namespace mote
