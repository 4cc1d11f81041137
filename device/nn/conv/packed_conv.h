// Convolutions with two output channels a weight, for processors that multiply
// two pairs of 16-bit values at a time.
//
// The packed array holds, for every two output channels c and c + 1 (a is the
// weight or sum of channel c + 1, b that of channel c):
//
//   256 * bias of a + bias of b, bias of b
//   for every four taps k two words: {256 a + b of k, of k + 2},
//                                    {256 a + b of k + 1, of k + 3}
//   Relu kernels  multiplier of a, multiplier of b
//   others        multiplier and offset of a, multiplier and offset of b,
//                 shift of a + 256 * shift of b
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
  Window window;                            // dilation_width 1
  int32_t input_channels, output_channels;  // output_channels even
  int32_t input_zero_point;
  int32_t activation_min, activation_max;
  int32_t in_image;       // 1: for the InImage kernels
  const int32_t* packed;  // taps in order {row, column, channel}
};

struct PackedPointwiseParams {
  int32_t pixels;
  int32_t input_channels, output_channels;  // multiples of 4 and of 2
  int32_t activation_min, activation_max;
  // 1: from the last pixel to the first, so that more channels may be written
  // over the input's memory.
  int32_t backwards;
  const int32_t* packed;
};

// Taps of one window's row, and whether they are whole groups of four.
inline int32_t RowTapBytes(const PackedConvParams& p) {
  return p.window.kernel_width * p.input_channels;
}
inline bool RowsAreGroups(const PackedConvParams& p) {
  return RowTapBytes(p) % 4 == 0;
}

// Taps of one window, rounded up to groups of four.
inline int32_t TapGroups(const PackedConvParams& p) {
  return (p.window.kernel_height * RowTapBytes(p) + 3) / 4;
}

// Columns of input, borders included, that a row of outputs sees.
inline int32_t StripWidth(const Window& w) {
  return (w.output_width - 1) * w.stride_width + w.kernel_width;
}

// Bytes of one input row of the strip.
inline int32_t StripPitch(const PackedConvParams& p) {
  return (StripWidth(p.window) * p.input_channels + 3) / 4 * 4;
}

inline int32_t StripBytes(const PackedConvParams& p) {
  return p.window.kernel_height * StripPitch(p) + 8;
}

// Whether windows never leave the input, so that it is its own strip.
inline bool NeedsNoStrip(const PackedConvParams& p) {
  const Window& w = p.window;
  return RowsAreGroups(p) && w.pad_top == 0 && w.pad_left == 0 &&
         w.dilation_height == 1 && StripWidth(w) <= w.input_width &&
         (w.output_height - 1) * w.stride_height + w.kernel_height <=
             w.input_height;
}

// Three windows, one after the other: whose rows are no whole groups, or that
// leave the image.
inline int32_t GatheredBytes(const PackedConvParams& p) {
  if (p.in_image) return NeedsNoStrip(p) ? 0 : 12 * TapGroups(p);
  return RowsAreGroups(p) ? 0 : 3 * (4 * TapGroups(p) + 8);
}

// Three windows of 16-bit activations, and the strip.
inline int32_t PackedConvScratchBytes(const PackedConvParams& p) {
  return 24 * TapGroups(p) + GatheredBytes(p) +
         (p.in_image || NeedsNoStrip(p) ? 0 : StripBytes(p));
}

// By how much an output that overlaps the input must begin before it: row y of
// the outputs may take what no later row of windows reads, nor its own when
// windows are read in the image.
inline int32_t PackedConvLagBytes(const PackedConvParams& p) {
  const Window& w = p.window;
  const int32_t output_row = w.output_width * p.output_channels;
  const int32_t input_row = w.input_width * p.input_channels;
  const bool copied = !p.in_image && !NeedsNoStrip(p);
  int32_t lag = 0;
  for (int32_t y = 0; y < w.output_height; ++y) {
    int32_t first = (y + (copied ? 1 : 0)) * w.stride_height - w.pad_top;
    if (first < 0) first = 0;
    if (copied && y + 1 == w.output_height) first = w.input_height;
    const int32_t over = (y + 1) * output_row - first * input_row;
    if (over > lag) lag = over;
  }
  return lag;
}

inline int32_t PackedPointwiseScratchBytes(const PackedPointwiseParams& p) {
  return 6 * p.input_channels;
}

namespace armv7em {

// scratch: PackedConvScratchBytes, a multiple of 4 in memory. The output may
// begin PackedConvLagBytes before the input. Every row of outputs copies the
// rows that it sees, with borders.
void ConvInt8(const PackedConvParams& params, const int8_t* input,
              int8_t* output, int8_t* scratch);
void ConvReluInt8(const PackedConvParams& params, const int8_t* input,
                  int8_t* output, int8_t* scratch);

// Windows are read where they lie, those that leave the image are copied; rows
// of taps are whole groups of four, without dilation.
void ConvInImageInt8(const PackedConvParams& params, const int8_t* input,
                     int8_t* output, int8_t* scratch);
void ConvInImageReluInt8(const PackedConvParams& params, const int8_t* input,
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
