// A border of constant values around a tensor.
#pragma once

#include <stdint.h>

namespace mote {
namespace nn {

// Up to four dimensions; missing leading ones are 1 with no border.
struct PadParams {
  int32_t input_shape[4];
  int32_t output_shape[4];
  int32_t before[4];  // values in front, along each dimension
  int32_t value;
};

struct PadFloatParams {
  int32_t input_shape[4];
  int32_t output_shape[4];
  int32_t before[4];
  float value;
};

namespace reference {

void PadInt8(const PadParams& params, const int8_t* input, int8_t* output,
             int8_t* scratch);
void PadInt16(const PadParams& params, const int16_t* input, int16_t* output,
              int8_t* scratch);
void PadInt32(const PadParams& params, const int32_t* input, int32_t* output,
              int8_t* scratch);
void PadFloat(const PadFloatParams& params, const float* input, float* output,
              int8_t* scratch);

}  // namespace reference
}  // namespace nn
}  // namespace mote
