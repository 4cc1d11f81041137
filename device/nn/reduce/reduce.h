// Sums, means, extremes of a tensor along some of its dimensions.
#pragma once

#include <stdint.h>

namespace mote {
namespace nn {

// Kept dimensions, in the output's order, and those that are reduced, in the
// input's: sizes, and the input's strides in values.
struct ReduceShape {
  int32_t kept_sizes[3], kept_strides[3];
  int32_t reduced_sizes[3], reduced_strides[3];
};

struct ReduceParams {
  ReduceShape shape;
};

// (sum - count * input_zero_point) * multiplier / 2^31 * 2^shift +
// output_zero_point; a mean's multiplier holds 1 / count.
struct ReduceSumParams {
  ReduceShape shape;
  int32_t count;  // values that make one
  int32_t input_zero_point, output_zero_point;
  int32_t multiplier, shift;
};

struct ReduceSumFloatParams {
  ReduceShape shape;
  float divisor;  // 1: the sum
};

namespace reference {

void ReduceSumInt8(const ReduceSumParams& params, const int8_t* input,
                   int8_t* output, int8_t* scratch);
void ReduceSumInt16(const ReduceSumParams& params, const int16_t* input,
                    int16_t* output, int8_t* scratch);
void ReduceSumFloat(const ReduceSumFloatParams& params, const float* input,
                    float* output, int8_t* scratch);
void ReduceMaxInt8(const ReduceParams& params, const int8_t* input,
                   int8_t* output, int8_t* scratch);
void ReduceMaxFloat(const ReduceParams& params, const float* input,
                    float* output, int8_t* scratch);
void ReduceMinInt8(const ReduceParams& params, const int8_t* input,
                   int8_t* output, int8_t* scratch);
void ReduceMinFloat(const ReduceParams& params, const float* input,
                    float* output, int8_t* scratch);
// Whether all are true.
void ReduceAll(const ReduceParams& params, const bool* input, bool* output,
               int8_t* scratch);

}  // namespace reference
}  // namespace nn
}  // namespace mote
