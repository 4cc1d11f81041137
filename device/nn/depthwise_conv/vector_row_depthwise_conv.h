// Depthwise convolutions along one row (Armv8.1-M MVE).
//
// One channel of a row is copied into a strip, 8 columns at a time. The 16
// bytes from a column on are the window of its output.
#pragma once

#include <stdint.h>

#include "device/nn/window.h"

namespace mote {
namespace nn {

struct VectorRowDepthwiseConvParams {
  // Up to 16 columns of one row, a column at a time, without dilation; possibly
  // of the turned image.
  Window window;
  int32_t channels;
  int32_t input_zero_point;
  int32_t activation_min, activation_max;
  // Bytes from a value to that of the next column, of which 8 are within 2^16
  // bytes, and of the next row.
  int32_t input_column_step, input_row_step;
  int32_t output_column_step, output_row_step;
  // For each channel its bias, multiplier and shift, as Requantize takes them
  // (to the right by 0 to 22, at least 1 but in the kernel for ReLU), the
  // output's zero point shifted to the left by as much, and the weights, filled
  // up to words. Three words more may be read.
  const int32_t* records;
};

// Columns that the loads of four outputs at a time see.
inline int32_t VectorRowScratchBytes(const VectorRowDepthwiseConvParams& p) {
  const int32_t outputs = p.window.output_width;
  return (outputs < 4 ? 4 : outputs) - 1 + 16;
}

namespace mve {

// Output and input lie apart.
void RowDepthwiseConvInt8(const VectorRowDepthwiseConvParams& params,
                          const int8_t* input, int8_t* output, int8_t* scratch);

// For a ReLU at the output zero point, which hides how ties are rounded.
void RowDepthwiseConvReluInt8(const VectorRowDepthwiseConvParams& params,
                              const int8_t* input, int8_t* output,
                              int8_t* scratch);

}  // namespace mve
}  // namespace nn
}  // namespace mote
