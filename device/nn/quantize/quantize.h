// Between real numbers and int8: real = scale * (quantized - zero_point).
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

// Rounds to nearest, ties away from zero, and saturates.
void QuantizeFloatToInt8(const QuantizeParams& params, const float* input,
                         int8_t* output, int8_t* scratch);
void DequantizeInt8ToFloat(const QuantizeParams& params, const int8_t* input,
                           float* output, int8_t* scratch);

}  // namespace reference
}  // namespace nn
}  // namespace mote
