// (a - b)^2 of two tensors, value by value.
#pragma once

#include <stdint.h>

#include "device/nn/broadcast.h"

namespace mote {
namespace nn {

struct SquaredDifferenceParams {
  Broadcast pairs;
};

// Both inputs on a common scale, shifted left by fraction_bits; a scale is
// multiplier / 2^31 * 2^shift.
struct SquaredDifferenceQuantizedParams {
  Broadcast pairs;
  int32_t fraction_bits;
  int32_t first_zero_point, first_multiplier, first_shift;
  int32_t second_zero_point, second_multiplier, second_shift;
  int32_t output_zero_point, output_multiplier, output_shift;
};

namespace reference {

// The output may be the memory of an input that does not repeat.
void SquaredDifferenceInt8(const SquaredDifferenceQuantizedParams& params,
                           const int8_t* first, const int8_t* second,
                           int8_t* output, int8_t* scratch);
void SquaredDifferenceInt16(const SquaredDifferenceQuantizedParams& params,
                            const int16_t* first, const int16_t* second,
                            int16_t* output, int8_t* scratch);
// Plain integers; modulo 2^32.
void SquaredDifferenceInt32(const SquaredDifferenceParams& params,
                            const int32_t* first, const int32_t* second,
                            int32_t* output, int8_t* scratch);
void SquaredDifferenceFloat(const SquaredDifferenceParams& params,
                            const float* first, const float* second,
                            float* output, int8_t* scratch);

}  // namespace reference
}  // namespace nn
}  // namespace mote
