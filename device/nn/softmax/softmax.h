// Softmax over the last dimension.
#pragma once

#include <stdint.h>

namespace mote {
namespace nn {

// exp(beta * input scale * difference) with the difference to the largest
// value, in Q5.26: difference * multiplier * 2^left_shift / 2^31. Differences
// below difference_min count as minus infinity. Output: scale 1/256, zero
// point -128; of 16 bits: 1/65536 and -32768.
struct SoftmaxParams {
  int32_t rows, depth;
  int32_t multiplier, left_shift, difference_min;
};

struct SoftmaxFloatParams {
  int32_t rows, depth;
  float beta;
};

namespace reference {

// input {rows, depth} -> output {rows, depth}; may be the same memory.
void SoftmaxInt8(const SoftmaxParams& params, const int8_t* input,
                 int8_t* output, int8_t* scratch);
void SoftmaxInt8ToInt16(const SoftmaxParams& params, const int8_t* input,
                        int16_t* output, int8_t* scratch);
void SoftmaxFloat(const SoftmaxFloatParams& params, const float* input,
                  float* output, int8_t* scratch);

}  // namespace reference
}  // namespace nn
}  // namespace mote
