// Depthwise convolutions one channel at a time in staggered words
// (device/nn/staggered.h): the channel is copied into two planes of words,
// whose three activations belong to the upper, middle and lower third of the
// output. The copy makes working in place free.
#pragma once

#include <stdint.h>

#include "device/nn/window.h"

namespace mote {
namespace nn {

struct StaggeredDepthwiseConvParams {
  Window window;  // possibly of the turned image
  int32_t channels;
  int32_t input_zero_point;
  int32_t activation_min, activation_max;
  int32_t sign_steps;  // 128; 0 with ReLU at an output zero point of -128
  // Bytes from a value to that of the next column and of the next row.
  int32_t input_column_step, input_row_step;
  int32_t output_column_step, output_row_step;
  int32_t output_words;   // a channel
  const int8_t* weights;  // {channel, kernel row, kernel column}
  // staggered::kOutputWords a channel; armv6m: an OutputParts a channel.
  const int32_t* outputs;
};

// Rows of output in a third; rows and columns of a plane.
inline int32_t ThirdRows(const Window& w) { return (w.output_height + 2) / 3; }
inline int32_t StaggeredPlaneRows(const Window& w) {
  return (ThirdRows(w) - 1) * w.stride_height +
         (w.kernel_height - 1) * w.dilation_height + 1;
}
inline int32_t StaggeredPlaneColumns(const Window& w) {
  return (w.output_width - 1) * w.stride_width +
         (w.kernel_width - 1) * w.dilation_width + 1;
}

// Words behind the planes that kernels may read and write.
constexpr int32_t kStaggeredSlack = 8;

inline int32_t StaggeredDepthwiseConvScratchBytes(const Window& w) {
  return 8 * StaggeredPlaneRows(w) * StaggeredPlaneColumns(w) +
         4 * kStaggeredSlack;
}

// The output may be the input's memory when both have one shape.
namespace armv6m {
void DepthwiseConvInt8(const StaggeredDepthwiseConvParams& params,
                       const int8_t* input, int8_t* output, int8_t* scratch);
}  // namespace armv6m

namespace armv7m {
void DepthwiseConvInt8(const StaggeredDepthwiseConvParams& params,
                       const int8_t* input, int8_t* output, int8_t* scratch);
}  // namespace armv7m

namespace rv32 {
void DepthwiseConvInt8(const StaggeredDepthwiseConvParams& params,
                       const int8_t* input, int8_t* output, int8_t* scratch);
}  // namespace rv32

}  // namespace nn
}  // namespace mote
