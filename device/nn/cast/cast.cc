#include "device/nn/cast/cast.h"

namespace mote {
namespace nn {
namespace reference {
namespace {

template <typename I, typename O>
void Cast(const CastParams& p, const I* input, O* output) {
  for (int32_t i = 0; i < p.size; ++i) output[i] = static_cast<O>(input[i]);
}

template <typename O>
void CastReal(const CastParams& p, float low, float above, O largest,
              const float* input, O* output) {
  for (int32_t i = 0; i < p.size; ++i) {
    const float x = input[i] < low ? low : input[i];
    output[i] = x < above ? static_cast<O>(x) : largest;
  }
}

}  // namespace

void CastBoolToInt8(const CastParams& p, const bool* input, int8_t* output,
                    int8_t* /*scratch*/) {
  Cast(p, input, output);
}

void CastBoolToInt16(const CastParams& p, const bool* input, int16_t* output,
                     int8_t* /*scratch*/) {
  Cast(p, input, output);
}

void CastBoolToInt32(const CastParams& p, const bool* input, int32_t* output,
                     int8_t* /*scratch*/) {
  Cast(p, input, output);
}

void CastBoolToFloat(const CastParams& p, const bool* input, float* output,
                     int8_t* /*scratch*/) {
  Cast(p, input, output);
}

void CastInt8ToInt16(const CastParams& p, const int8_t* input, int16_t* output,
                     int8_t* /*scratch*/) {
  Cast(p, input, output);
}

void CastInt8ToInt32(const CastParams& p, const int8_t* input, int32_t* output,
                     int8_t* /*scratch*/) {
  Cast(p, input, output);
}

void CastInt8ToFloat(const CastParams& p, const int8_t* input, float* output,
                     int8_t* /*scratch*/) {
  Cast(p, input, output);
}

void CastInt16ToInt8(const CastParams& p, const int16_t* input, int8_t* output,
                     int8_t* /*scratch*/) {
  Cast(p, input, output);
}

void CastInt16ToInt32(const CastParams& p, const int16_t* input,
                      int32_t* output, int8_t* /*scratch*/) {
  Cast(p, input, output);
}

void CastInt16ToFloat(const CastParams& p, const int16_t* input, float* output,
                      int8_t* /*scratch*/) {
  Cast(p, input, output);
}

void CastInt32ToInt8(const CastParams& p, const int32_t* input, int8_t* output,
                     int8_t* /*scratch*/) {
  Cast(p, input, output);
}

void CastInt32ToInt16(const CastParams& p, const int32_t* input,
                      int16_t* output, int8_t* /*scratch*/) {
  Cast(p, input, output);
}

void CastInt32ToFloat(const CastParams& p, const int32_t* input, float* output,
                      int8_t* /*scratch*/) {
  Cast(p, input, output);
}

void CastFloatToInt8(const CastParams& p, const float* input, int8_t* output,
                     int8_t* /*scratch*/) {
  CastReal<int8_t>(p, -128.0f, 128.0f, INT8_MAX, input, output);
}

void CastFloatToInt16(const CastParams& p, const float* input, int16_t* output,
                      int8_t* /*scratch*/) {
  CastReal<int16_t>(p, -32768.0f, 32768.0f, INT16_MAX, input, output);
}

void CastFloatToInt32(const CastParams& p, const float* input, int32_t* output,
                      int8_t* /*scratch*/) {
  CastReal<int32_t>(p, -2147483648.0f, 2147483648.0f, INT32_MAX, input, output);
}

}  // namespace reference
}  // namespace nn
}  // namespace mote
