// From one type of plain numbers to another.
#pragma once

#include <stdint.h>

namespace mote {
namespace nn {

struct CastParams {
  int32_t size;
};

namespace reference {

// Integers lose their upper bits; real numbers lose their fraction, and beyond
// the integer's range saturate.
void CastBoolToInt8(const CastParams& params, const bool* input, int8_t* output,
                    int8_t* scratch);
void CastBoolToInt16(const CastParams& params, const bool* input,
                     int16_t* output, int8_t* scratch);
void CastBoolToInt32(const CastParams& params, const bool* input,
                     int32_t* output, int8_t* scratch);
void CastBoolToFloat(const CastParams& params, const bool* input, float* output,
                     int8_t* scratch);
void CastInt8ToInt16(const CastParams& params, const int8_t* input,
                     int16_t* output, int8_t* scratch);
void CastInt8ToInt32(const CastParams& params, const int8_t* input,
                     int32_t* output, int8_t* scratch);
void CastInt8ToFloat(const CastParams& params, const int8_t* input,
                     float* output, int8_t* scratch);
void CastInt16ToInt8(const CastParams& params, const int16_t* input,
                     int8_t* output, int8_t* scratch);
void CastInt16ToInt32(const CastParams& params, const int16_t* input,
                      int32_t* output, int8_t* scratch);
void CastInt16ToFloat(const CastParams& params, const int16_t* input,
                      float* output, int8_t* scratch);
void CastInt32ToInt8(const CastParams& params, const int32_t* input,
                     int8_t* output, int8_t* scratch);
void CastInt32ToInt16(const CastParams& params, const int32_t* input,
                      int16_t* output, int8_t* scratch);
void CastInt32ToFloat(const CastParams& params, const int32_t* input,
                      float* output, int8_t* scratch);
void CastFloatToInt8(const CastParams& params, const float* input,
                     int8_t* output, int8_t* scratch);
void CastFloatToInt16(const CastParams& params, const float* input,
                      int16_t* output, int8_t* scratch);
void CastFloatToInt32(const CastParams& params, const float* input,
                      int32_t* output, int8_t* scratch);

}  // namespace reference
}  // namespace nn
}  // namespace mote
