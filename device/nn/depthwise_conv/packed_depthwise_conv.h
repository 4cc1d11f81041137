// Depthwise convolutions one channel at a time: the channel is copied into a
// plane of 16-bit values with borders, from which two taps are multiplied at
// once. The copy makes working in place free.
//
// The packed array holds for every channel
//
//   3x3 Relu kernel  9 weights, bias and multiplier: 17 bytes, without gaps
//   3x3 Mixed        as Relu; a multiplier below 0 is minus the offset in bytes
//                    of what other 3x3 kernels have for the channel instead
//   other 3x3        a word a kernel row, the three weights in its lowest bytes
//   Row              its weights, 256 * bias, multiplier, offset, and a byte
//                    for the shift, without gaps
//   others           for every kernel row its weights as 16-bit pairs, filled
//                    up with zeros to an even number
//   3x3, others      256 * bias, multiplier, offset, shift
//
// Sums are 256 times too large, because an activation is its 16-bit value's
// upper byte. Relu kernels make an output (sum * multiplier / 2^32) >>
// kDepthwiseShift, with the rounding and the output's zero point in the bias;
// the compiler proves that exact. Others are those of conv/packed_conv.h, with
// a sign that counts as 128 steps of the offset.
//
// An image of many rows goes through the plane `strip_rows` rows of outputs at
// a time.
#pragma once

#include <stdint.h>

#include "device/nn/window.h"

namespace mote {
namespace nn {

constexpr int32_t kDepthwiseShift = 9;

struct PackedDepthwiseConvParams {
  Window window;  // without dilation; possibly of the turned image
  int32_t channels;
  int32_t input_zero_point;
  int32_t activation_min, activation_max;
  // Bytes from a value to that of the next column and of the next row.
  int32_t input_column_step, input_row_step;
  int32_t output_column_step, output_row_step;
  int32_t relu;        // 1: outputs are those of the Relu kernels
  int32_t strip_rows;  // 1 or more
  const void* packed;  // bytes of the Relu and Row kernels, words of others
};

// Values of a row of the plane, even; and rows.
inline int32_t PlaneWidth(const Window& w) {
  return ((w.output_width - 1) * w.stride_width + w.kernel_width + 3) / 2 * 2;
}
inline int32_t PlaneHeight(const Window& w, int32_t output_rows) {
  return (output_rows - 1) * w.stride_height + w.kernel_height;
}

inline int32_t PackedDepthwiseConvScratchBytes(
    const PackedDepthwiseConvParams& p) {
  return 2 * PlaneWidth(p.window) * PlaneHeight(p.window, p.strip_rows);
}

// Taps of the Row kernel, and bytes behind the plane that it reads.
constexpr int32_t kMostRowTaps = 31;
constexpr int32_t kBehindPlaneBytes = 16;

namespace armv7em {

// Any kernel. The output may begin where the input does; with more than one
// strip only if the image is not turned.
void DepthwiseConvInt8(const PackedDepthwiseConvParams& params,
                       const int8_t* input, int8_t* output, int8_t* scratch);

// A kernel of one row and at most kMostRowTaps columns with stride 1 along the
// row, without further clamping.
void RowDepthwiseConvInt8(const PackedDepthwiseConvParams& params,
                          const int8_t* input, int8_t* output, int8_t* scratch);

// 3x3 with stride 1 or 2 along the rows, without further clamping; at least
// two outputs a row.
void DepthwiseConv3x3Int8(const PackedDepthwiseConvParams& params,
                          const int8_t* input, int8_t* output, int8_t* scratch);
void DepthwiseConv3x3ReluInt8(const PackedDepthwiseConvParams& params,
                              const int8_t* input, int8_t* output,
                              int8_t* scratch);
void DepthwiseConv3x3MixedInt8(const PackedDepthwiseConvParams& params,
                               const int8_t* input, int8_t* output,
                               int8_t* scratch);

}  // namespace armv7em
}  // namespace nn
}  // namespace mote
