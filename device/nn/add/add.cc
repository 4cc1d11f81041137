#include "device/nn/add/add.h"

#include "device/nn/requantize.h"

namespace mote {
namespace nn {
namespace reference {

void AddInt8(const AddParams& p, const int8_t* first, const int8_t* second,
             int8_t* output, int8_t* /*scratch*/) {
  const int32_t kFractionBits = 20;
  int32_t j = 0;
  for (int32_t i = 0; i < p.size; ++i) {
    const int32_t a = (first[i] - p.first_zero_point) * (1 << kFractionBits);
    const int32_t b = (second[j] - p.second_zero_point) * (1 << kFractionBits);
    const int32_t sum = Requantize(a, p.first_multiplier, p.first_shift) +
                        Requantize(b, p.second_multiplier, p.second_shift);
    const int32_t scaled =
        Requantize(sum, p.output_multiplier, p.output_shift) +
        p.output_zero_point;
    output[i] =
        static_cast<int8_t>(Clamp(scaled, p.activation_min, p.activation_max));
    if (++j == p.second_size) j = 0;
  }
}

void AddFloat(const AddFloatParams& p, const float* first, const float* second,
              float* output, int8_t* /*scratch*/) {
  int32_t j = 0;
  for (int32_t i = 0; i < p.size; ++i) {
    output[i] = Clamp(first[i] + second[j], p.activation_min, p.activation_max);
    if (++j == p.second_size) j = 0;
  }
}

}  // namespace reference
}  // namespace nn
}  // namespace mote
