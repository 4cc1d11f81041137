// Convolution and fully connected layers on x86-64, AArch64 and in web
// assembly: tiles of neighbouring outputs of a row by vectors of channels.
#pragma once

#include <stdint.h>

#include "device/nn/wide_output.h"

namespace mote {
namespace nn {

struct WideConvShape {
  WideImage image;
  int32_t output_height, output_width;
  int32_t row_step, column_step;  // of the image, from an output to the next
  // A window is `runs` runs of `run_length` values, a multiple of as many
  // neighbours as the kernel sums at once (its group); offsets[i] is where run
  // i begins, from the window's first value.
  int32_t runs, run_length;
  int32_t block;  // vectors of channels a tile: 1, 2, 4 or 8
};

// Weights, for every block (the last ones of fewer vectors, as many as a power
// of two allows): for every group of taps and every vector the group's weights
// of each lane; zeros fill up.
struct WideConvParams {
  WideConvShape shape;
  WideOutput output;
  const int32_t* quantization;  // WideScaling
  const int32_t* offsets;
  const void* weights;
};

// Of fully connected layers of one row, with inputs reordered so that no two
// neighbours' weights are too large together.
struct WideOrderedParams {
  WideConvShape shape;
  WideOutput output;
  const int32_t* quantization;
  const int32_t* offsets;
  const void* weights;
  const int8_t* order;  // of every sixteen inputs: positions 0 to 15
};

struct WideConvFloatParams {
  WideConvShape shape;
  int32_t output_channels;
  float activation_min, activation_max;
  const float* bias;  // filled up to whole vectors
  const int32_t* offsets;
  const float* weights;
};

// Of all: the image in scratch, rows * pitch + kWideSlack values of the
// kernel's. Float kernels read the input itself when the image has 0 rows.

// Groups of 2 16-bit values, vectors of 8 sums.
namespace avx2 {
void ConvInt8(const WideConvParams& params, const int8_t* input, int8_t* output,
              int8_t* scratch);
// Groups of 4 bytes, vectors of 8: exact where no two neighbouring weights
// (an even and the odd after it) sum to less than -128 or more than 128.
void ConvSmallInt8(const WideConvParams& params, const int8_t* input,
                   int8_t* output, int8_t* scratch);
void FullyConnectedSmallInt8(const WideOrderedParams& params,
                             const int8_t* input, int8_t* output,
                             int8_t* scratch);
// Groups of 1, vectors of 8.
void ConvFloat(const WideConvFloatParams& params, const float* input,
               float* output, int8_t* scratch);
}  // namespace avx2

// Groups of 4 bytes, vectors of 8.
namespace avxvnni {
void ConvInt8(const WideConvParams& params, const int8_t* input, int8_t* output,
              int8_t* scratch);
}  // namespace avxvnni

// Groups of 1, vectors of 16.
namespace avx512 {
void ConvFloat(const WideConvFloatParams& params, const float* input,
               float* output, int8_t* scratch);
}  // namespace avx512

// Groups of 4 bytes, vectors of 16.
namespace avx512vnni {
void ConvInt8(const WideConvParams& params, const int8_t* input, int8_t* output,
              int8_t* scratch);
}  // namespace avx512vnni

// Groups of 4 signed bytes, vectors of 4; the input itself when the image has
// 0 rows. By dot products where the compiler may use them, else by sums of two
// products in 16 bits: exact where no weight is -128.
namespace neon {
void ConvInt8(const WideConvParams& params, const int8_t* input, int8_t* output,
              int8_t* scratch);
// Groups of 1, vectors of 4.
void ConvFloat(const WideConvFloatParams& params, const float* input,
               float* output, int8_t* scratch);
}  // namespace neon

// The same, for processors with dot products.
namespace dotprod {
void ConvInt8(const WideConvParams& params, const int8_t* input, int8_t* output,
              int8_t* scratch);
}  // namespace dotprod

// Groups of 2 16-bit values, weights of 8 bits, vectors of 4.
namespace simd128 {
void ConvInt8(const WideConvParams& params, const int8_t* input, int8_t* output,
              int8_t* scratch);
}  // namespace simd128

}  // namespace nn
}  // namespace mote
