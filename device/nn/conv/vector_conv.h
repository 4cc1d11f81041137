// Convolutions and fully connected layers on 16 taps at a time (Armv8.1-M MVE).
#pragma once

#include <stdint.h>

#include "device/nn/window.h"

namespace mote {
namespace nn {

struct VectorConvParams {
  Window window;  // dilation of any kind
  int32_t input_channels, output_channels;
  int32_t input_zero_point, output_zero_point;
  int32_t activation_min, activation_max;
  int32_t relu;  // 1: ReLU at the output zero point hides how ties are rounded
  // Taps of a window, in the order {row, column, channel}, are filled up by
  // zero weights to a multiple of 16, and output channels to one of 4. For
  // every four channels: for every 16 taps and two channels 16 weights each,
  // first of channels 0 and 1, then of 2 and 3.
  const int8_t* weights;
  // For every four channels: four biases, four multipliers, four shifts as
  // Requantize takes them (none to the left; to the right at least by 1
  // without relu).
  const int32_t* outputs;
};

inline int32_t VectorTaps(const VectorConvParams& p) {
  return (p.window.kernel_height * p.window.kernel_width * p.input_channels +
          15) /
         16 * 16;
}

// Whether windows are read where they lie on the input, but the last ones, when
// what fills them up would lie behind it.
inline bool NeedsNoWindows(const VectorConvParams& p) {
  const Window& w = p.window;
  return w.kernel_height == 1 && w.kernel_width == 1 && w.pad_top == 0 &&
         w.pad_left == 0;
}

// Three windows, and what copying one writes behind it.
inline int32_t VectorConvScratchBytes(const VectorConvParams& p) {
  const bool none = NeedsNoWindows(p) && p.input_channels % 16 == 0;
  return none ? 0 : 3 * VectorTaps(p) + 16;
}

namespace mve {

void ConvInt8(const VectorConvParams& params, const int8_t* input,
              int8_t* output, int8_t* scratch);

}  // namespace mve
}  // namespace nn
}  // namespace mote
