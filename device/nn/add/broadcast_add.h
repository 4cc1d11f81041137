// Sums and differences of two tensors of any two shapes that broadcast, and of
// types that device/nn/add/add.h lacks.
#pragma once

#include <stdint.h>

#include "device/nn/broadcast.h"

namespace mote {
namespace nn {

// As AddParams, with `fraction_bits` more bits than the inputs: 20 for int8,
// 15 for int16. second_sign: 1 adds, -1 subtracts.
struct BroadcastAddParams {
  Broadcast pairs;
  int32_t fraction_bits, second_sign;
  int32_t first_zero_point, first_multiplier, first_shift;
  int32_t second_zero_point, second_multiplier, second_shift;
  int32_t output_zero_point, output_multiplier, output_shift;
  int32_t activation_min, activation_max;
};

struct BroadcastAddInt32Params {
  Broadcast pairs;
  int32_t second_sign;
  int32_t activation_min, activation_max;
};

struct BroadcastAddFloatParams {
  Broadcast pairs;
  int32_t second_sign;
  float activation_min, activation_max;
};

namespace reference {

// The output may be the memory of an input that does not repeat.
void BroadcastAddInt8(const BroadcastAddParams& params, const int8_t* first,
                      const int8_t* second, int8_t* output, int8_t* scratch);
void BroadcastAddInt16(const BroadcastAddParams& params, const int16_t* first,
                       const int16_t* second, int16_t* output, int8_t* scratch);
// Plain integers; modulo 2^32.
void BroadcastAddInt32(const BroadcastAddInt32Params& params,
                       const int32_t* first, const int32_t* second,
                       int32_t* output, int8_t* scratch);
void BroadcastAddFloat(const BroadcastAddFloatParams& params,
                       const float* first, const float* second, float* output,
                       int8_t* scratch);

}  // namespace reference
}  // namespace nn
}  // namespace mote
