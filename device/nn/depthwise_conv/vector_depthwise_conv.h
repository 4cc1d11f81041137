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
  int32_t input_zero_point, output_zero_point;
  int32_t activation_min, activation_max;
  int32_t relu;  // 1: ReLU at the output zero point hides how ties are rounded
  // Bytes from a value to that of the next column and of the next row.
  // Five input rows or columns are within 2^16 bytes.
  int32_t input_column_step, input_row_step;
  int32_t output_column_step, output_row_step;
  // kVectorDepthwiseBytes a channel: as many zeros as the stride, then the
  // weights in the order of the strip.
  const int8_t* weights;
  // Bias, multiplier and shift of each channel, as Requantize takes them (none
  // to the left; to the right at least by 1 without relu).
  const int32_t* outputs;
};

constexpr int32_t kVectorDepthwiseBytes = 18;

// Input rows that two output rows see: bytes of a strip's column.
inline int32_t StripLines(const Window& w) { return 3 + w.stride_height; }

inline int32_t VectorDepthwiseConvScratchBytes(
    const VectorDepthwiseConvParams& p) {
  constexpr int32_t kReadBehind = 16;
  const Window& w = p.window;
  const int32_t columns = w.output_width * w.stride_width + 3;
  return StripLines(w) * columns + kReadBehind;
}

namespace mve {

// Output and input lie apart.
void DepthwiseConvInt8(const VectorDepthwiseConvParams& params,
                       const int8_t* input, int8_t* output, int8_t* scratch);

}  // namespace mve
}  // namespace nn
}  // namespace mote
