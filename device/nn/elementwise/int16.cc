#include "device/nn/elementwise/int16.h"

#include "device/nn/requantize.h"
#include "device/nn/sigmoid_table.h"

namespace mote {
namespace nn {
namespace reference {

void SlopesInt16(const SlopesParams& p, const int16_t* input, int16_t* output,
                 int8_t* /*scratch*/) {
  for (int32_t i = 0; i < p.size; ++i) {
    const int32_t x = input[i] - p.input_zero_point;
    const int32_t scaled =
        x >= 0 ? Requantize(x, p.positive_multiplier, p.positive_shift)
               : p.result_sign * Requantize(p.negative_sign * x,
                                            p.negative_multiplier,
                                            p.negative_shift);
    output[i] =
        static_cast<int16_t>(Clamp(WrappingAdd(scaled, p.output_zero_point),
                                   p.activation_min, p.activation_max));
  }
}

void LogisticInt16(const SigmoidParams& p, const int16_t* input,
                   int16_t* output, int8_t* /*scratch*/) {
  const int32_t half = p.shift > 0 ? 1 << (p.shift - 1) : 0;
  for (int32_t i = 0; i < p.size; ++i) {
    output[i] =
        SigmoidOfScaled(p.table, (input[i] * p.multiplier + half) >> p.shift);
  }
}

void TanhInt16(const SigmoidParams& p, const int16_t* input, int16_t* output,
               int8_t* /*scratch*/) {
  for (int32_t i = 0; i < p.size; ++i) {
    output[i] = TanhOfQ3_12(p.table, input[i], p.multiplier, p.shift);
  }
}

}  // namespace reference
}  // namespace nn
}  // namespace mote
