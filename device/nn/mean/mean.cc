#include "device/nn/mean/mean.h"

#include "device/nn/requantize.h"

namespace mote {
namespace nn {
namespace reference {

void MeanInt8(const MeanParams& p, const int8_t* input, int8_t* output,
              int8_t* /*scratch*/) {
  for (int32_t o = 0; o < p.outer; ++o, input += p.reduced * p.inner) {
    for (int32_t i = 0; i < p.inner; ++i) {
      int32_t sum = -p.reduced * p.input_zero_point;
      for (int32_t r = 0; r < p.reduced; ++r) sum += input[r * p.inner + i];
      const int32_t scaled =
          Requantize(sum, p.multiplier, p.shift) + p.output_zero_point;
      *output++ = static_cast<int8_t>(Clamp<int32_t>(scaled, -128, 127));
    }
  }
}

void MeanFloat(const MeanFloatParams& p, const float* input, float* output,
               int8_t* /*scratch*/) {
  for (int32_t o = 0; o < p.outer; ++o, input += p.reduced * p.inner) {
    for (int32_t i = 0; i < p.inner; ++i) {
      float sum = 0;
      for (int32_t r = 0; r < p.reduced; ++r) sum += input[r * p.inner + i];
      *output++ = sum / static_cast<float>(p.reduced);
    }
  }
}

}  // namespace reference
}  // namespace nn
}  // namespace mote
