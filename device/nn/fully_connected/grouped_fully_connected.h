// Fully connected layers on processors without SIMD: an input is loaded once
// for a group of outputs.
#pragma once

#include <stdint.h>

namespace mote {
namespace nn {

struct GroupedFullyConnectedParams {
  int32_t rows, inputs, outputs;
  int32_t activation_min, activation_max;
  int32_t output_zero_point;
  int32_t sign_steps;  // 128; 0 with ReLU at an output zero point of -128
  // {group of outputs, input, output}, zeros fill up the last group. Groups of
  // 4 (armv7m) or 8 (armv6m); armv6m adds 128 to each weight, as bytes without
  // sign.
  const int8_t* weights;
  // Four words an output: staggered::kOutputWords, or for Long kernels bias,
  // multiplier, 0, shift as Requantize takes them.
  const int32_t* quantization;
};

// Long: any sum; the others: sums within 2^23.
namespace armv6m {
void FullyConnectedInt8(const GroupedFullyConnectedParams& params,
                        const int8_t* input, int8_t* output, int8_t* scratch);
void FullyConnectedLongInt8(const GroupedFullyConnectedParams& params,
                            const int8_t* input, int8_t* output,
                            int8_t* scratch);
}  // namespace armv6m

namespace armv7m {
void FullyConnectedInt8(const GroupedFullyConnectedParams& params,
                        const int8_t* input, int8_t* output, int8_t* scratch);
void FullyConnectedLongInt8(const GroupedFullyConnectedParams& params,
                            const int8_t* input, int8_t* output,
                            int8_t* scratch);
}  // namespace armv7m

}  // namespace nn
}  // namespace mote
