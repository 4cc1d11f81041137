// Fully connected layers in staggered words (device/nn/staggered.h): three
// weights, of one input and three outputs, lie in a word of 32 bits, so that
// two multiplications make three products.
#pragma once

#include <stdint.h>

namespace mote {
namespace nn {

struct StaggeredFullyConnectedParams {
  int32_t rows, inputs, outputs;
  int32_t activation_min, activation_max;
  int32_t output_zero_point;
  int32_t sign_steps;  // 128; 0 with ReLU at an output zero point of -128
  // Inputs whose sums fit the words; more are summed in parts.
  int32_t inputs_of_part;
  // {group, input, word}: words of three outputs each, in groups of 8 while
  // there are as many, then of 4, 2 and 1; zeros fill up the last word.
  const int32_t* weights;
  // Four words an output: staggered::kOutputWords, or for Long kernels bias,
  // multiplier, 0, shift as Requantize takes them.
  const int32_t* quantization;
};

// Outputs of a word, and words of the largest group.
constexpr int32_t kOutputsOfWord = 3;
constexpr int32_t kLargestWordGroup = 8;

// Words of the next group when `left` remain.
inline int32_t NextWordGroup(int32_t left) {
  int32_t words = kLargestWordGroup;
  while (words > left) words /= 2;
  return words;
}

// The weights a, b, c as (a + 128) + 2^10 (c + 128) + 2^21 b: without the bits
// of c it is the first staggered word of a and b, and shifted down by 10 bits
// the second one of b and c, but for what is added to a and c so that they are
// never negative. 128 times the sum of the inputs makes up for that.
inline int32_t ThreeWeights(int32_t a, int32_t b, int32_t c) {
  return static_cast<int32_t>((static_cast<uint32_t>(b) << 21) +
                              (static_cast<uint32_t>(c + 128) << 10) +
                              static_cast<uint32_t>(a + 128));
}

// A word of scratch a part.
inline int32_t StaggeredFullyConnectedScratchBytes(
    const StaggeredFullyConnectedParams& p) {
  return (p.inputs + p.inputs_of_part - 1) / p.inputs_of_part * 4;
}

// Long: any sum; the other: sums within 2^23.
namespace rv32 {
void FullyConnectedInt8(const StaggeredFullyConnectedParams& params,
                        const int8_t* input, int8_t* output, int8_t* scratch);
void FullyConnectedLongInt8(const StaggeredFullyConnectedParams& params,
                            const int8_t* input, int8_t* output,
                            int8_t* scratch);
}  // namespace rv32

}  // namespace nn
}  // namespace mote
