// Convolutions of six output pixels at a time in staggered words
// (device/nn/staggered.h): the activations of six windows become four words a
// tap, which serve all output channels.
#pragma once

#include <stdint.h>

#include "device/nn/window.h"

namespace mote {
namespace nn {

struct StaggeredConvParams {
  Window window;
  int32_t input_channels, output_channels;
  int32_t input_zero_point;
  int32_t activation_min, activation_max;
  int32_t sign_steps;  // 128; 0 with ReLU at an output zero point of -128
  // Taps, in the order {row, column, channel}, whose sums fit the words: a
  // multiple of 4. Windows with more taps are summed in parts.
  int32_t taps_of_part;
  // Taps are filled up with zero weights to a multiple of 4. armv7m, rv32:
  // {output channel, tap}. armv6m: {16 output channels at a time, tap, output
  // channel}.
  const int8_t* weights;
  // staggered::kOutputWords a channel; armv6m: an OutputParts a channel.
  const int32_t* outputs;
};

// Taps of one window, filled up.
inline int32_t StaggeredTaps(const StaggeredConvParams& p) {
  return (p.window.kernel_height * p.window.kernel_width * p.input_channels +
          3) /
         4 * 4;
}

// The words of six windows, and a pixel outside of the image.
inline int32_t StaggeredConvScratchBytes(const StaggeredConvParams& p) {
  return 16 * StaggeredTaps(p) + (p.input_channels + 3) / 4 * 4;
}

namespace armv6m {
void ConvInt8(const StaggeredConvParams& params, const int8_t* input,
              int8_t* output, int8_t* scratch);
}  // namespace armv6m

namespace armv7m {
void ConvInt8(const StaggeredConvParams& params, const int8_t* input,
              int8_t* output, int8_t* scratch);
}  // namespace armv7m

namespace rv32 {
void ConvInt8(const StaggeredConvParams& params, const int8_t* input,
              int8_t* output, int8_t* scratch);
}  // namespace rv32

}  // namespace nn
}  // namespace mote
