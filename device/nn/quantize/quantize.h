// Between real numbers and integers: real = scale * (quantized - zero_point).
#pragma once

#include <stdint.h>

namespace mote {
namespace nn {

struct QuantizeParams {
  int32_t size;
  int32_t zero_point;
  float scale;
};

namespace reference {

// Rounds to nearest, ties away from zero, and saturates; NaN is taken for 0.
void QuantizeFloatToInt8(const QuantizeParams& params, const float* input,
                         int8_t* output, int8_t* scratch);
void QuantizeFloatToInt16(const QuantizeParams& params, const float* input,
                          int16_t* output, int8_t* scratch);
void DequantizeInt8ToFloat(const QuantizeParams& params, const int8_t* input,
                           float* output, int8_t* scratch);
void DequantizeUint8ToFloat(const QuantizeParams& params, const uint8_t* input,
                            float* output, int8_t* scratch);
void DequantizeInt16ToFloat(const QuantizeParams& params, const int16_t* input,
                            float* output, int8_t* scratch);

}  // namespace reference
}  // namespace nn
}  // namespace mote
