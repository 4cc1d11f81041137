// Depthwise convolution with sixteen channels side by side, for AVX2.
#pragma once

#include <stdint.h>

#include "device/nn/wide_output.h"

namespace mote {
namespace nn {

struct WideDepthwiseConvParams {
  WideImage image;
  int32_t output_height, output_width;
  int32_t row_step, column_step;  // widened values from an output to the next
  int32_t pairs;                  // of taps
  WideOutput output;
  const int32_t* quantization;  // kWideWordsOfEight for eight channels
  // Where the taps of a window lie, from its first value: 2 * pairs.
  const int32_t* offsets;
  // For every sixteen channels and every pair of taps two vectors of 16: the
  // two weights of channels 0-3 and 8-11, then of 4-7 and 12-15.
  const int16_t* weights;
};

namespace avx2 {

// scratch: 2 * (rows * pitch + kWideSlack) bytes.
void DepthwiseConvInt8(const WideDepthwiseConvParams& params,
                       const int8_t* input, int8_t* output, int8_t* scratch);

}  // namespace avx2
}  // namespace nn
}  // namespace mote
