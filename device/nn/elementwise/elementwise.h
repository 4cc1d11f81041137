// Functions of one real number.
#pragma once

#include <stdint.h>

namespace mote {
namespace nn {

struct ClampFloatParams {
  int32_t size;
  float low, high;  // Relu: 0 and the largest float
};

struct LogisticFloatParams {
  int32_t size;
};

namespace reference {

// Input and output may be the same memory.
void ClampFloat(const ClampFloatParams& params, const float* input,
                float* output, int8_t* scratch);
void LogisticFloat(const LogisticFloatParams& params, const float* input,
                   float* output, int8_t* scratch);

}  // namespace reference
}  // namespace nn
}  // namespace mote
