// Running sums along one dimension.
#pragma once

#include <stdint.h>

namespace mote {
namespace nn {

// {outer, axis, inner} values. exclusive: a sum leaves its own value out;
// reverse: from the last to the first.
struct CumsumParams {
  int32_t outer, axis, inner;
  int32_t exclusive, reverse;
};

// A sum has 19 fraction bits and starts at -input_zero_point, as TensorFlow
// Lite's does.
struct CumsumInt8Params {
  CumsumParams sums;
  int32_t input_zero_point, output_zero_point;
  int32_t multiplier, shift;
};

namespace reference {

// Input and output may be the same memory.
void CumsumInt8(const CumsumInt8Params& params, const int8_t* input,
                int8_t* output, int8_t* scratch);
void CumsumFloat(const CumsumParams& params, const float* input, float* output,
                 int8_t* scratch);

}  // namespace reference
}  // namespace nn
}  // namespace mote
