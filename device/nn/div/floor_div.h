// Quotients rounded down, and what remains.
#pragma once

#include <stdint.h>

#include "device/nn/broadcast.h"

namespace mote {
namespace nn {

struct FloorDivParams {
  Broadcast pairs;
};

namespace reference {

// The output may be the memory of an input that does not repeat.
void FloorDivFloat(const FloorDivParams& params, const float* first,
                   const float* second, float* output, int8_t* scratch);
// The remainder has the divisor's sign.
void FloorModFloat(const FloorDivParams& params, const float* first,
                   const float* second, float* output, int8_t* scratch);

}  // namespace reference
}  // namespace nn
}  // namespace mote
