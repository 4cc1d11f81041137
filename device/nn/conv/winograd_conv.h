// 3x3 convolutions of floats by Winograd's minimal filtering F(2x2, 3x3) (A.
// Lavin, S. Gray, "Fast Algorithms for Convolutional Neural Networks", 2015):
// 16 multiplications give four outputs that would take 36. Sums are rounded in
// another order than by the definition.
#pragma once

#include <stdint.h>

#include "device/nn/wide_output.h"

namespace mote {
namespace nn {

// Stride and dilation are 1. Input and output channels come in whole vectors.
struct WinogradConvFloatParams {
  WideImage image;  // two rows and two columns more than twice the tiles
  int32_t output_height, output_width, output_channels;
  int32_t tiles_down, tiles_across;  // of 2x2 outputs, the last ones in part
  int32_t tiles_together;            // in scratch
  int32_t block;                     // WideConvShape
  float activation_min, activation_max;
  const float* bias;
  // Sixteen matrices, a row of G g G^T after the other, each as those of a
  // WideConv of one tap.
  const float* weights;
};

// scratch: the image, rows * pitch + kWideSlack values; then 16 *
// tiles_together * (input channels + output channels) values.

// Vectors of 8.
namespace avx2 {
void ConvWinogradFloat(const WinogradConvFloatParams& params,
                       const float* input, float* output, int8_t* scratch);
}  // namespace avx2

// Vectors of 16.
namespace avx512 {
void ConvWinogradFloat(const WinogradConvFloatParams& params,
                       const float* input, float* output, int8_t* scratch);
}  // namespace avx512

}  // namespace nn
}  // namespace mote
