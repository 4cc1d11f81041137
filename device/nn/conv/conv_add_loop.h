// The loop over rows of convolutions that add a residual.
#pragma once

#include "device/nn/conv/conv_add.h"

namespace mote {
namespace nn {

// Word by word: for structs gcc would call memcpy.
template <class T>
inline void CopyWords(const T& from, T* to) {
  const int32_t* source = reinterpret_cast<const int32_t*>(&from);
  int32_t* target = reinterpret_cast<int32_t*>(to);
  for (uint32_t i = 0; i < sizeof(T) / sizeof(int32_t); ++i) {
    target[i] = source[i];
    asm volatile("" ::: "memory");
  }
}

// How many rows of outputs there are.
template <class Conv>
inline int32_t OutputRows(const Conv& p) {
  return p.window.output_height;
}

// Makes `rows`, a copy of `whole`, compute its rows of outputs from `first` on
// alone; returns how many bytes of the input these do not see.
template <class Conv>
inline int32_t TakeRows(const Conv& whole, int32_t first, int32_t count,
                        Conv* rows) {
  const Window& w = whole.window;
  const int32_t top = first * w.stride_height - w.pad_top;
  int32_t skipped = top < 0 ? 0 : top;
  if (skipped > w.input_height) skipped = w.input_height;
  rows->window.pad_top = top < 0 ? -top : 0;
  rows->window.input_height = w.input_height - skipped;
  rows->window.output_height = count;
  return skipped * w.input_width * whole.input_channels;
}

inline void SetSize(AddParams* add, int32_t size) {
  add->size = add->second_size = size;
}
template <class Add>
inline void SetSize(Add* add, int32_t size) {
  add->size = size;
}

template <class Add, class Conv, class AddKernel, class ConvKernel>
inline void ConvAdd(const ConvWithAddParams<Add, Conv>& p,
                    const int8_t* residual, const int8_t* input, int8_t* output,
                    int8_t* scratch, AddKernel add_kernel,
                    ConvKernel conv_kernel) {
  int8_t* const sums = scratch;
  Conv conv;
  Add add;
  CopyWords(p.conv, &conv);
  CopyWords(p.add, &add);
  const int32_t all_rows = OutputRows(p.conv);
  for (int32_t first = 0; first < all_rows; first += p.rows) {
    const int32_t left = all_rows - first;
    const int32_t rows = left < p.rows ? left : p.rows;
    const int32_t size = rows * p.row_size;
    const int8_t* seen = input + TakeRows(p.conv, first, rows, &conv);
    conv_kernel(conv, seen, sums, scratch + ConvAddRowBytes(p));
    SetSize(&add, size);
    add_kernel(add, p.sums_first ? sums : residual,
               p.sums_first ? residual : sums, output, nullptr);
    residual += size;
    output += size;
  }
}

}  // namespace nn
}  // namespace mote
