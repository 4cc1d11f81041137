// Root of the mean square of windows.
#pragma once

#include <stdint.h>

#include "device/nn/pool/pool.h"

namespace mote {
namespace nn {
namespace reference {

void L2PoolFloat(const PoolFloatParams& params, const float* input,
                 float* output, int8_t* scratch);

}  // namespace reference
}  // namespace nn
}  // namespace mote
