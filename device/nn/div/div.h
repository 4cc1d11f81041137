// Quotients of two tensors, value by value.
#pragma once

#include <stdint.h>

#include "device/nn/broadcast.h"

namespace mote {
namespace nn {

struct DivInt32Params {
  Broadcast pairs;
  int32_t activation_min, activation_max;
};

struct DivFloatParams {
  Broadcast pairs;
  float activation_min, activation_max;
};

namespace reference {

// The output may be the memory of an input that does not repeat.
// Plain integers, rounded towards zero; x / 0 is 0.
void DivInt32(const DivInt32Params& params, const int32_t* first,
              const int32_t* second, int32_t* output, int8_t* scratch);
void DivFloat(const DivFloatParams& params, const float* first,
              const float* second, float* output, int8_t* scratch);

}  // namespace reference
}  // namespace nn
}  // namespace mote
