// Addition of int8 tensors of one shape by two fused multiply-adds.
#pragma once

#include <stdint.h>

namespace mote {
namespace nn {

// nearest(first * first_scale + (second * second_scale + offset)), clamped.
struct FusedAddParams {
  int32_t size;
  int32_t activation_min, activation_max;
  float first_scale, second_scale, offset;
};

namespace avx2 {

// The output may be the first input's memory.
void FusedAddInt8(const FusedAddParams& params, const int8_t* first,
                  const int8_t* second, int8_t* output, int8_t* scratch);

}  // namespace avx2

// With every product and sum rounded by itself.
namespace simd128 {

void ScaledAddInt8(const FusedAddParams& params, const int8_t* first,
                   const int8_t* second, int8_t* output, int8_t* scratch);

}  // namespace simd128
}  // namespace nn
}  // namespace mote
