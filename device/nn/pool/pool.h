// Average and maximum over windows. What lies beside the input is left out.
#pragma once

#include <stdint.h>

#include "device/nn/window.h"

namespace mote {
namespace nn {

// Input and output have one scale and zero point.
struct PoolParams {
  Window window;
  int32_t channels;
  int32_t activation_min, activation_max;
};

struct PoolFloatParams {
  Window window;
  int32_t channels;
  float activation_min, activation_max;
};

namespace reference {

void AveragePoolInt8(const PoolParams& params, const int8_t* input,
                     int8_t* output, int8_t* scratch);
void MaxPoolInt8(const PoolParams& params, const int8_t* input, int8_t* output,
                 int8_t* scratch);
void AveragePoolInt16(const PoolParams& params, const int16_t* input,
                      int16_t* output, int8_t* scratch);
void MaxPoolInt16(const PoolParams& params, const int16_t* input,
                  int16_t* output, int8_t* scratch);
void AveragePoolFloat(const PoolFloatParams& params, const float* input,
                      float* output, int8_t* scratch);
void MaxPoolFloat(const PoolFloatParams& params, const float* input,
                  float* output, int8_t* scratch);

}  // namespace reference

namespace avx2 {

void AveragePoolInt8(const PoolParams& params, const int8_t* input,
                     int8_t* output, int8_t* scratch);
void AveragePoolFloat(const PoolFloatParams& params, const float* input,
                      float* output, int8_t* scratch);

}  // namespace avx2

namespace neon {

// Windows have 255 columns and 16,384 values at most.
void AveragePoolInt8(const PoolParams& params, const int8_t* input,
                     int8_t* output, int8_t* scratch);

}  // namespace neon

// As neon.
namespace simd128 {

void AveragePoolInt8(const PoolParams& params, const int8_t* input,
                     int8_t* output, int8_t* scratch);

}  // namespace simd128

namespace armv7em {

// Channels are a multiple of 4, windows have 255 values at most.
void AveragePoolInt8(const PoolParams& params, const int8_t* input,
                     int8_t* output, int8_t* scratch);

}  // namespace armv7em
}  // namespace nn
}  // namespace mote
