#include "threshold.h"

namespace example {

void ThresholdInt8(const ThresholdParams& params, const int8_t* input,
                   int8_t* output, int8_t* /*scratch*/) {
  for (int32_t i = 0; i < params.size; ++i) {
    const int32_t distance = input[i] - params.zero_point;
    const bool small = distance < params.limit && -distance < params.limit;
    output[i] = small ? static_cast<int8_t>(params.zero_point) : input[i];
  }
}

}  // namespace example
