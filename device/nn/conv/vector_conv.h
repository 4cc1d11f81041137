// Convolutions on 16 taps at a time (Armv8.1-M MVE).
//
// Three windows of a column of outputs are multiplied by two channels' weights
// at a time: five loads for six multiplications. All windows of a column lie in
// a strip, which has the input's rows one after the other but only the columns
// that the windows see: the next window then begins a few bytes later, and
// nothing is copied twice.
#pragma once

#include <stdint.h>

#include "device/nn/window.h"

namespace mote {
namespace nn {

struct VectorConvParams {
  // At least three outputs high; rows are not dilated. Possibly of the turned
  // image.
  Window window;
  int32_t input_channels, output_channels;
  int32_t input_zero_point, output_zero_point;
  int32_t activation_min, activation_max;
  // Bytes from a pixel to that of the next row and of the next column.
  int32_t input_row_step, input_column_step;
  int32_t output_row_step, output_column_step;
  // Outputs of a column whose windows are in the strip at a time, at least
  // three; 0: one tap a window, no padding, read where it lies.
  int32_t strip_outputs;
  // Taps of a window, in the order {row, column, channel}, are filled up by
  // zero weights to a multiple of 16, and output channels to one of 4. For
  // every four channels: for every 16 taps 16 weights each of channels 0 and 2,
  // then, from the last taps to the first, of channels 1 and 3.
  const int8_t* weights;
  // For every four channels: four biases, four multipliers, four shifts as
  // Requantize takes them (none to the left; to the right at least by 1
  // but in the kernel for ReLU).
  const int32_t* outputs;
};

inline int32_t VectorTaps(const VectorConvParams& p) {
  return (p.window.kernel_height * p.window.kernel_width * p.input_channels +
          15) /
         16 * 16;
}

// Bytes of the strip for an input row.
inline int32_t StripRowBytes(const VectorConvParams& p) {
  return p.window.kernel_width * p.input_channels;
}

inline int32_t VectorConvScratchBytes(const VectorConvParams& p) {
  constexpr int32_t kReadBehind = 16;
  if (p.strip_outputs > 0) {
    const int32_t rows =
        (p.strip_outputs - 1) * p.window.stride_height + p.window.kernel_height;
    return rows * StripRowBytes(p) + kReadBehind;
  }
  // Windows that end behind the input are copied.
  return p.input_channels % 16 == 0 ? 0 : 3 * VectorTaps(p);
}

namespace mve {

// Output and input lie apart.
void ConvInt8(const VectorConvParams& params, const int8_t* input,
              int8_t* output, int8_t* scratch);

// For a ReLU at an output zero point of -128 that clamps nothing else: it hides
// how ties are rounded. Output rows are less than 2^16 - 4 bytes apart.
void ConvReluInt8(const VectorConvParams& params, const int8_t* input,
                  int8_t* output, int8_t* scratch);

}  // namespace mve
}  // namespace nn
}  // namespace mote
