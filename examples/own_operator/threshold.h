// A kernel from outside mote: small values become zero.
#pragma once

#include <stdint.h>

namespace example {

struct ThresholdParams {
  int32_t size;
  int32_t zero_point;
  int32_t limit;  // in quantized steps from the zero point
};

// Input and output may be the same memory; no scratch memory is used.
void ThresholdInt8(const ThresholdParams& params, const int8_t* input,
                   int8_t* output, int8_t* scratch);

}  // namespace example
