// Depthwise convolution on x86-64, AArch64 and in web assembly, one output a
// channel: sixteen channels side by side.
#pragma once

#include <stdint.h>

#include "device/nn/wide_output.h"

namespace mote {
namespace nn {

// Integer kernels first put neighbours that are multiplied together (a group)
// into one 32-bit word: for every output row (or two of them), plane p holds,
// for each value position i of an image row, the values at
// i + sources[p * group ...]. Products are then of whole vectors.
struct WideDepthwiseShape {
  WideImage image;
  int32_t output_height, output_width;
  int32_t row_step, column_step;  // of the image, from an output to the next
  int32_t rows;          // output rows made of one set of planes: 1 or 2
  int32_t planes;        // 0: of floats
  int32_t plane_length;  // positions, a multiple of 16
  int32_t products;      // of words
};

struct WideDepthwiseConvParams {
  WideDepthwiseShape shape;
  WideOutput output;
  const int32_t* quantization;  // WideScaling, sixteen channels at a time
  const int32_t* sources;       // planes * group positions in the image
  const int32_t* offsets;       // of products: positions in the planes
  // For every sixteen channels, product and output row: the group's weights of
  // each channel.
  const void* weights;
};

struct WideDepthwiseConvFloatParams {
  WideDepthwiseShape shape;
  int32_t channels;
  float activation_min, activation_max;
  const float* bias;       // filled up to sixteen
  const int32_t* offsets;  // of taps, in the image
  const float* weights;    // for every sixteen channels and tap
};

// scratch: first the planes, 4 * planes * plane_length bytes; then the image,
// rows * pitch + kWideSlack values.

// Groups of 2.
namespace avx2 {
void DepthwiseConvInt8(const WideDepthwiseConvParams& params,
                       const int8_t* input, int8_t* output, int8_t* scratch);
void DepthwiseConvFloat(const WideDepthwiseConvFloatParams& params,
                        const float* input, float* output, int8_t* scratch);
}  // namespace avx2

// Groups of 4.
namespace avxvnni {
void DepthwiseConvInt8(const WideDepthwiseConvParams& params,
                       const int8_t* input, int8_t* output, int8_t* scratch);
}  // namespace avxvnni

namespace avx512 {
void DepthwiseConvFloat(const WideDepthwiseConvFloatParams& params,
                        const float* input, float* output, int8_t* scratch);
}  // namespace avx512

// Groups of 4.
namespace avx512vnni {
void DepthwiseConvInt8(const WideDepthwiseConvParams& params,
                       const int8_t* input, int8_t* output, int8_t* scratch);
}  // namespace avx512vnni

// Groups of 4, signed (device/nn/conv/wide_conv.h).
namespace neon {
void DepthwiseConvInt8(const WideDepthwiseConvParams& params,
                       const int8_t* input, int8_t* output, int8_t* scratch);
void DepthwiseConvFloat(const WideDepthwiseConvFloatParams& params,
                        const float* input, float* output, int8_t* scratch);
}  // namespace neon

namespace dotprod {
void DepthwiseConvInt8(const WideDepthwiseConvParams& params,
                       const int8_t* input, int8_t* output, int8_t* scratch);
}  // namespace dotprod

// Groups of 2.
namespace simd128 {
void DepthwiseConvInt8(const WideDepthwiseConvParams& params,
                       const int8_t* input, int8_t* output, int8_t* scratch);
}  // namespace simd128

}  // namespace nn
}  // namespace mote
