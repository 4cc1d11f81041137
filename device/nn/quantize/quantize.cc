#include "device/nn/quantize/quantize.h"

#include "device/nn/requantize.h"

namespace mote {
namespace nn {
namespace reference {

void QuantizeFloatToInt8(const QuantizeParams& p, const float* input,
                         int8_t* output, int8_t* /*scratch*/) {
  for (int32_t i = 0; i < p.size; ++i) {
    const float steps = Clamp(input[i] / p.scale, -65536.0f, 65536.0f);
    int32_t whole = static_cast<int32_t>(steps);
    const float rest = steps - static_cast<float>(whole);
    if (rest >= 0.5f) ++whole;
    if (rest <= -0.5f) --whole;
    output[i] =
        static_cast<int8_t>(Clamp<int32_t>(whole + p.zero_point, -128, 127));
  }
}

void DequantizeInt8ToFloat(const QuantizeParams& p, const int8_t* input,
                           float* output, int8_t* /*scratch*/) {
  for (int32_t i = 0; i < p.size; ++i) {
    output[i] = p.scale * static_cast<float>(input[i] - p.zero_point);
  }
}

}  // namespace reference
}  // namespace nn
}  // namespace mote
