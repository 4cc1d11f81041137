// Functions of one int16 value.
#pragma once

#include <stdint.h>

namespace mote {
namespace nn {

// Two straight lines that meet where the input is its zero point: ReLU, leaky
// ReLU and absolute values. With x = input - input_zero_point:
//   x >= 0: x * positive scale
//   x < 0:  result_sign * (negative_sign * x * negative scale)
// plus output_zero_point, clamped. A scale is multiplier / 2^31 * 2^shift.
struct SlopesParams {
  int32_t size;
  int32_t input_zero_point, output_zero_point;
  int32_t positive_multiplier, positive_shift;
  int32_t negative_sign, result_sign, negative_multiplier, negative_shift;
  int32_t activation_min, activation_max;
};

// The table is that of device/nn/sigmoid_table.h; x * multiplier / 2^shift is
// 3 * 4096 times the real input.
struct SigmoidParams {
  int32_t size;
  int32_t multiplier, shift;
  const uint16_t* table;
};

namespace reference {

// Input and output may be the same memory.
void SlopesInt16(const SlopesParams& params, const int16_t* input,
                 int16_t* output, int8_t* scratch);
// Results in Q0.15.
void LogisticInt16(const SigmoidParams& params, const int16_t* input,
                   int16_t* output, int8_t* scratch);
void TanhInt16(const SigmoidParams& params, const int16_t* input,
               int16_t* output, int8_t* scratch);

}  // namespace reference
}  // namespace nn
}  // namespace mote
