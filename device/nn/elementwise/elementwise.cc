#include "device/nn/elementwise/elementwise.h"

#include "device/base/exp_float.h"
#include "device/nn/requantize.h"

namespace mote {
namespace nn {
namespace reference {

void ClampFloat(const ClampFloatParams& p, const float* input, float* output,
                int8_t* /*scratch*/) {
  for (int32_t i = 0; i < p.size; ++i) {
    output[i] = Clamp(input[i], p.low, p.high);
  }
}

void LogisticFloat(const LogisticFloatParams& p, const float* input,
                   float* output, int8_t* /*scratch*/) {
  for (int32_t i = 0; i < p.size; ++i) {
    output[i] = 1.0f / (1.0f + ExpFloat(-input[i]));
  }
}

}  // namespace reference
}  // namespace nn
}  // namespace mote
