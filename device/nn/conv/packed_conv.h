// Convolutions with two output channels a weight, for processors that multiply
// two pairs of 16-bit values at a time.
//
// The packed array holds, for every four output channels (the last ones filled
// up with channels of zeros), what two pairs of them need; a is the weight or
// sum of channels c + 1 and c + 3, b that of c and c + 2:
//
//   {256 a + b of tap 0, of tap 2} of either pair
//   256 * bias of a + bias of b, bias of b; of the first pair, of the second
//   for every two other taps {256 a + b of k, of k + 2} of either pair, where
//   of four taps 0 and 2 come first and then 1 and 3
//   Relu kernels  multiplier of a, multiplier of b; of either pair
//   others        multiplier and offset of a, shift of a + 256 * shift of b,
//                 multiplier and offset of b; of either pair
//
// A multiplication by {256 a + b} adds up 256 A + B, one by its sign-extended
// low bytes B alone. The compiler proves that A and B stay within 2^23.
//
// From a sum S to an output, exactly as rounding twice does (Requantize):
//
//   others  (round(S * 2 * multiplier / 2^32) + offset - (S < 0)) >> shift,
//           saturated to int8
//   Relu    ((256 * S + fraction) * multiplier / 2^32 + kReluOffset)
//           >> kShortShift, saturated to int8; ReLU at an output zero point of
//           -128 is all that clamps
//
// The fractions, 0 to 255, take no memory: a's is added to the first word of
// the biases; b's is the highest byte of both words, where b's sum does not
// reach, so that rotating a sum by a byte multiplies it by 256 and adds the
// fraction (less 1 for sums below 0, of which nothing comes). The compiler
// finds multiplier and fraction of each channel and proves for every output
// that they are exact.
#pragma once

#include <stdint.h>

#include "device/nn/window.h"

namespace mote {
namespace nn {

constexpr int32_t kShortShift = 12;
// The next to (-128 + 1/2) * 2^kShortShift that an instruction can hold.
constexpr int32_t kReluOffset = -522241;

struct PackedConvParams {
  Window window;  // dilation_width 1
  int32_t input_channels, output_channels;
  int32_t input_zero_point;
  int32_t activation_min, activation_max;
  // 1: windows are multiplied where they lie, rows of taps filled up with
  // weights of zero (RowTaps); 0: each is copied first, without gaps.
  int32_t in_image;
  const int32_t* packed;  // taps in order {row, column, channel}
};

struct PackedPointwiseParams {
  int32_t pixels;
  int32_t input_channels, output_channels;  // of input a multiple of 4
  int32_t activation_min, activation_max;
  // 1: from the last pixel to the first, so that more channels may be written
  // over the input's memory.
  int32_t backwards;
  const int32_t* packed;
};

// Taps of a row of weights; of 4 N + 1 taps the packed array leaves out {4 N +
// 1, 4 N + 3}, which are zeros.
inline int32_t RowTaps(const PackedConvParams& p) {
  const int32_t taps = p.window.kernel_width * p.input_channels;
  return p.in_image ? (taps + 3) / 4 * 4 : taps;
}
inline bool HasHalfGroup(const PackedConvParams& p) {
  const int32_t taps = p.window.kernel_width * p.input_channels;
  return p.in_image && taps % 4 == 1 && taps > 4;
}

// Taps of one window in groups of four.
inline int32_t TapGroups(const PackedConvParams& p) {
  return (p.window.kernel_height * RowTaps(p) + 3) / 4;
}

// Columns of input, borders included, that a row of outputs sees.
inline int32_t StripWidth(const Window& w) {
  return (w.output_width - 1) * w.stride_width + w.kernel_width;
}

// Whether no window leaves the input.
inline bool StaysInside(const PackedConvParams& p) {
  const Window& w = p.window;
  return p.in_image && w.kernel_width * p.input_channels % 4 == 0 &&
         w.pad_top == 0 && w.pad_left == 0 && StripWidth(w) <= w.input_width &&
         (w.output_height - 1) * w.stride_height +
                 (w.kernel_height - 1) * w.dilation_height + 1 <=
             w.input_height;
}

// Bytes of a row of the copy of two windows beside each other.
inline int32_t PairRowBytes(const PackedConvParams& p) {
  const Window& w = p.window;
  return ((w.kernel_width + w.stride_width) * p.input_channels + 3) / 4 * 4;
}

// Two windows of 16-bit activations; and two copied ones, of whose last row
// three bytes more are read.
inline int32_t PackedConvScratchBytes(const PackedConvParams& p) {
  const int32_t windows = 16 * TapGroups(p), apart = 8 * TapGroups(p);
  const int32_t beside = p.window.kernel_height * PairRowBytes(p) + 4;
  return windows +
         (StaysInside(p) ? 0 : (p.in_image && beside > apart ? beside : apart));
}

// By how much an output that overlaps the input must begin before it: row y of
// the outputs may take what neither it nor a later row of windows reads.
inline int32_t PackedConvLagBytes(const PackedConvParams& p) {
  const Window& w = p.window;
  const int32_t output_row = w.output_width * p.output_channels;
  const int32_t input_row = w.input_width * p.input_channels;
  int32_t lag = 0;
  for (int32_t y = 0; y < w.output_height; ++y) {
    int32_t first = y * w.stride_height - w.pad_top;
    if (first < 0) first = 0;
    const int32_t over = (y + 1) * output_row - first * input_row;
    if (over > lag) lag = over;
  }
  return lag;
}

inline int32_t PackedPointwiseScratchBytes(const PackedPointwiseParams& p) {
  return 4 * p.input_channels;
}

namespace armv7em {

// scratch: PackedConvScratchBytes, a multiple of 4 in memory. The output may
// begin PackedConvLagBytes before the input. Windows that leave the image at
// a side are copied.
void ConvInt8(const PackedConvParams& params, const int8_t* input,
              int8_t* output, int8_t* scratch);
void ConvReluInt8(const PackedConvParams& params, const int8_t* input,
                  int8_t* output, int8_t* scratch);

// 1x1 without stride; at least one pixel. The output may begin where the input
// does.
void PointwiseInt8(const PackedPointwiseParams& params, const int8_t* input,
                   int8_t* output, int8_t* scratch);
void PointwiseReluInt8(const PackedPointwiseParams& params, const int8_t* input,
                       int8_t* output, int8_t* scratch);

}  // namespace armv7em
}  // namespace nn
}  // namespace mote
