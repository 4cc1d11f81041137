#include "device/nn/quantize/quantize.h"

#include "device/nn/requantize.h"

namespace mote {
namespace nn {
namespace reference {

namespace {

// Rounds to nearest, ties away from zero; NaN is taken for 0.
int32_t Quantized(const QuantizeParams& p, float value) {
  if (value != value) return p.zero_point;
  const float steps = Clamp(value / p.scale, -131072.0f, 131072.0f);
  int32_t whole = static_cast<int32_t>(steps);
  const float rest = steps - static_cast<float>(whole);
  if (rest >= 0.5f) ++whole;
  if (rest <= -0.5f) --whole;
  return whole + p.zero_point;
}

template <typename T>
void DequantizeAll(const QuantizeParams& p, const T* input, float* output) {
  for (int32_t i = 0; i < p.size; ++i) {
    output[i] = p.scale * static_cast<float>(input[i] - p.zero_point);
  }
}

}  // namespace

void QuantizeFloatToInt8(const QuantizeParams& p, const float* input,
                         int8_t* output, int8_t* /*scratch*/) {
  for (int32_t i = 0; i < p.size; ++i) {
    output[i] = static_cast<int8_t>(
        Clamp<int32_t>(Quantized(p, input[i]), INT8_MIN, INT8_MAX));
  }
}

void QuantizeFloatToInt16(const QuantizeParams& p, const float* input,
                          int16_t* output, int8_t* /*scratch*/) {
  for (int32_t i = 0; i < p.size; ++i) {
    output[i] = static_cast<int16_t>(
        Clamp<int32_t>(Quantized(p, input[i]), INT16_MIN, INT16_MAX));
  }
}

void DequantizeInt8ToFloat(const QuantizeParams& p, const int8_t* input,
                           float* output, int8_t* /*scratch*/) {
  DequantizeAll(p, input, output);
}

void DequantizeUint8ToFloat(const QuantizeParams& p, const uint8_t* input,
                            float* output, int8_t* /*scratch*/) {
  DequantizeAll(p, input, output);
}

void DequantizeInt16ToFloat(const QuantizeParams& p, const int16_t* input,
                            float* output, int8_t* /*scratch*/) {
  DequantizeAll(p, input, output);
}

}  // namespace reference
}  // namespace nn
}  // namespace mote
