// Parametric ReLU: x where x is positive, alpha * x elsewhere.
#pragma once

#include <stdint.h>

#include "device/nn/broadcast.h"

namespace mote {
namespace nn {

// x is (input - input_zero_point), alpha (alpha - alpha_zero_point); x * m +
// output_zero_point where x >= 0, x * alpha * n + output_zero_point elsewhere,
// with m = positive_multiplier / 2^31 * 2^positive_shift and n likewise.
struct PreluParams {
  Broadcast pairs;  // of input and alpha
  int32_t input_zero_point, alpha_zero_point, output_zero_point;
  int32_t positive_multiplier, positive_shift;
  int32_t negative_multiplier, negative_shift;
};

struct PreluFloatParams {
  Broadcast pairs;
};

namespace reference {

// The output may be the input's memory.
void PreluInt8(const PreluParams& params, const int8_t* input,
               const int8_t* alpha, int8_t* output, int8_t* scratch);
void PreluInt16(const PreluParams& params, const int16_t* input,
                const int8_t* alpha, int16_t* output, int8_t* scratch);
void PreluFloat(const PreluFloatParams& params, const float* input,
                const float* alpha, float* output, int8_t* scratch);

}  // namespace reference
}  // namespace nn
}  // namespace mote
