// Convolution and fully connected layers with 16-bit weights, for AVX2.
#pragma once

#include <stdint.h>

#include "device/nn/wide_output.h"

namespace mote {
namespace nn {

struct WideConvParams {
  WideImage image;
  int32_t output_height, output_width;
  int32_t row_step, column_step;  // widened values from an output to the next
  // A window is `runs` runs of `run_length` (even) values; offsets[i] is where
  // run i begins, from the window's first value.
  int32_t runs, run_length;
  WideOutput output;
  const int32_t* quantization;  // kWideWordsOfEight for eight channels
  const int32_t* offsets;
  // For every sixteen output channels (eight at the end, if they suffice):
  // for every pair of taps and every eight channels a vector of the two
  // weights of each, channels in the Writer's order; zeros fill up.
  const int16_t* weights;
};

namespace avx2 {

// scratch: 2 * (rows * pitch + kWideSlack) bytes.
void ConvInt8(const WideConvParams& params, const int8_t* input, int8_t* output,
              int8_t* scratch);

}  // namespace avx2
}  // namespace nn
}  // namespace mote
