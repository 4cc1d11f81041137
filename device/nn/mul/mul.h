// Products of two tensors, value by value.
#pragma once

#include <stdint.h>

#include "device/nn/broadcast.h"

namespace mote {
namespace nn {

// (a - first_zero_point) * (b - second_zero_point) * multiplier / 2^31 *
// 2^shift + output_zero_point.
struct MulParams {
  Broadcast pairs;
  int32_t first_zero_point, second_zero_point, output_zero_point;
  int32_t multiplier, shift;
  int32_t activation_min, activation_max;
};

struct MulInt32Params {
  Broadcast pairs;
  int32_t activation_min, activation_max;
};

struct MulFloatParams {
  Broadcast pairs;
  float activation_min, activation_max;
};

namespace reference {

// The output may be the memory of an input that does not repeat.
void MulInt8(const MulParams& params, const int8_t* first, const int8_t* second,
             int8_t* output, int8_t* scratch);
void MulInt16(const MulParams& params, const int16_t* first,
              const int16_t* second, int16_t* output, int8_t* scratch);
// Plain integers; modulo 2^32.
void MulInt32(const MulInt32Params& params, const int32_t* first,
              const int32_t* second, int32_t* output, int8_t* scratch);
void MulFloat(const MulFloatParams& params, const float* first,
              const float* second, float* output, int8_t* scratch);

}  // namespace reference
}  // namespace nn
}  // namespace mote
