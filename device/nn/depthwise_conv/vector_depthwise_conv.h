// 3x3 depthwise convolutions on patches of an image (Armv8.1-M MVE).
//
// One channel of the input rows that two output rows see is copied into a
// strip, a column after the other. The windows of both outputs of a column then
// are within the same 16 bytes, which are multiplied by 16 weights each: the
// nine of the window, and zeros.
#pragma once

#include <stdint.h>

#include "device/nn/window.h"

namespace mote {
namespace nn {

struct VectorDepthwiseConvParams {
  // 3x3, of one stride, 1 or 2, in both directions, without dilation; possibly
  // of the turned image.
  Window window;
  int32_t channels;
  int32_t input_zero_point;
  int32_t activation_min, activation_max;
  // Bytes from a value to that of the next column and of the next row. Eight
  // rows or columns are within 2^16 bytes.
  int32_t input_column_step, input_row_step;
  int32_t output_column_step, output_row_step;
  // For each channel the first four words of VectorRowDepthwiseConvParams'
  // records, and the weights in the order of the strip (zeros between columns),
  // filled up to words. A word more may be read.
  const int32_t* records;
};

// Input rows that two output rows see: bytes of a strip's column.
inline int32_t StripLines(const Window& w) { return 3 + w.stride_height; }

// Columns that the loads of four columns of outputs at a time see.
inline int32_t VectorDepthwiseConvScratchBytes(
    const VectorDepthwiseConvParams& p) {
  constexpr int32_t kReadBehind = 16;
  const Window& w = p.window;
  const int32_t outputs = w.output_width < 4 ? 4 : w.output_width;
  return StripLines(w) * (outputs * w.stride_width + 3) + kReadBehind;
}

namespace mve {

// Output and input lie apart.
void DepthwiseConvInt8(const VectorDepthwiseConvParams& params,
                       const int8_t* input, int8_t* output, int8_t* scratch);

// For a ReLU at the output zero point that clamps nothing else: it hides how
// ties are rounded.
void DepthwiseConvReluInt8(const VectorDepthwiseConvParams& params,
                           const int8_t* input, int8_t* output,
                           int8_t* scratch);

}  // namespace mve
}  // namespace nn
}  // namespace mote
