// From one integer scale to another:
// (x - input_zero_point) * multiplier / 2^31 * 2^shift + output_zero_point.
#pragma once

#include <stdint.h>

namespace mote {
namespace nn {

struct RequantizeParams {
  int32_t size;
  int32_t input_zero_point, output_zero_point;
  int32_t multiplier, shift;
};

namespace reference {

// Saturate at the output's type.
void RequantizeInt8ToInt16(const RequantizeParams& params, const int8_t* input,
                           int16_t* output, int8_t* scratch);
void RequantizeInt8ToInt32(const RequantizeParams& params, const int8_t* input,
                           int32_t* output, int8_t* scratch);
void RequantizeInt16ToInt8(const RequantizeParams& params, const int16_t* input,
                           int8_t* output, int8_t* scratch);
void RequantizeInt16ToInt16(const RequantizeParams& params,
                            const int16_t* input, int16_t* output,
                            int8_t* scratch);
void RequantizeInt16ToInt32(const RequantizeParams& params,
                            const int16_t* input, int32_t* output,
                            int8_t* scratch);
void RequantizeInt32ToInt8(const RequantizeParams& params, const int32_t* input,
                           int8_t* output, int8_t* scratch);
void RequantizeInt32ToInt16(const RequantizeParams& params,
                            const int32_t* input, int16_t* output,
                            int8_t* scratch);

}  // namespace reference
}  // namespace nn
}  // namespace mote
