// The larger or the smaller of two tensors' values.
#pragma once

#include <stdint.h>

#include "device/nn/broadcast.h"

namespace mote {
namespace nn {

// Quantized tensors have one scale and zero point.
struct MaximumParams {
  Broadcast pairs;
};

namespace reference {

// The output may be the memory of an input that does not repeat.
void MaximumInt8(const MaximumParams& params, const int8_t* first,
                 const int8_t* second, int8_t* output, int8_t* scratch);
void MaximumInt16(const MaximumParams& params, const int16_t* first,
                  const int16_t* second, int16_t* output, int8_t* scratch);
void MaximumInt32(const MaximumParams& params, const int32_t* first,
                  const int32_t* second, int32_t* output, int8_t* scratch);
void MaximumFloat(const MaximumParams& params, const float* first,
                  const float* second, float* output, int8_t* scratch);
void MinimumInt8(const MaximumParams& params, const int8_t* first,
                 const int8_t* second, int8_t* output, int8_t* scratch);
void MinimumInt16(const MaximumParams& params, const int16_t* first,
                  const int16_t* second, int16_t* output, int8_t* scratch);
void MinimumInt32(const MaximumParams& params, const int32_t* first,
                  const int32_t* second, int32_t* output, int8_t* scratch);
void MinimumFloat(const MaximumParams& params, const float* first,
                  const float* second, float* output, int8_t* scratch);
void MaximumInt64(const MaximumParams& params, const int64_t* first,
                  const int64_t* second, int64_t* output, int8_t* scratch);
void MinimumInt64(const MaximumParams& params, const int64_t* first,
                  const int64_t* second, int64_t* output, int8_t* scratch);

}  // namespace reference
}  // namespace nn
}  // namespace mote
