// Quotients of quantized tensors.
#pragma once

#include <stdint.h>

#include "device/nn/broadcast.h"

namespace mote {
namespace nn {

// (a - first_zero_point) / (b - second_zero_point) * multiplier / 2^31 *
// 2^shift + output_zero_point.
struct DivInt8Params {
  Broadcast pairs;
  int32_t first_zero_point, second_zero_point, output_zero_point;
  int32_t multiplier, shift;
  int32_t activation_min, activation_max;
};

namespace reference {

// The output may be the memory of an input that does not repeat. What is
// divided by zero is divided by the smallest step.
void DivInt8(const DivInt8Params& params, const int8_t* first,
             const int8_t* second, int8_t* output, int8_t* scratch);

}  // namespace reference
}  // namespace nn
}  // namespace mote
