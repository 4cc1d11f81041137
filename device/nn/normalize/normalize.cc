#include "device/nn/normalize/normalize.h"

#include "device/base/real_functions.h"
#include "device/nn/inverse_root.h"

namespace mote {
namespace nn {
namespace reference {

void L2NormalizeInt8(const L2NormalizeParams& p, const int8_t* input,
                     int8_t* output, int8_t* /*scratch*/) {
  const int kFractionBits = 7;
  for (int32_t row = 0; row < p.rows; ++row) {
    int32_t sum = 0;
    for (int32_t i = 0; i < p.depth; ++i) {
      const int32_t x = input[i] - p.input_zero_point;
      sum = WrappingAdd(sum, x * x);
    }
    const InverseRoot scale = InverseRootOf(sum);
    for (int32_t i = 0; i < p.depth; ++i) {
      const int32_t x = input[i] - p.input_zero_point;
      output[i] = static_cast<int8_t>(Clamp<int32_t>(
          Requantize(x, scale.multiplier, scale.shift + kFractionBits),
          INT8_MIN, INT8_MAX));
    }
    input += p.depth;
    output += p.depth;
  }
}

void L2NormalizeFloat(const L2NormalizeParams& p, const float* input,
                      float* output, int8_t* /*scratch*/) {
  const float kSmallest = 1e-6f;
  for (int32_t row = 0; row < p.rows; ++row) {
    float sum = 0;
    for (int32_t i = 0; i < p.depth; ++i) sum += input[i] * input[i];
    const float length = SqrtFloat(sum);
    const float divisor = length > kSmallest ? length : kSmallest;
    for (int32_t i = 0; i < p.depth; ++i) output[i] = input[i] / divisor;
    input += p.depth;
    output += p.depth;
  }
}

void LogSoftmaxFloat(const LogSoftmaxFloatParams& p, const float* input,
                     float* output, int8_t* /*scratch*/) {
  for (int32_t row = 0; row < p.rows; ++row) {
    float largest = input[0];
    for (int32_t i = 1; i < p.depth; ++i) {
      if (input[i] > largest) largest = input[i];
    }
    float sum = 0;
    for (int32_t i = 0; i < p.depth; ++i) sum += ExpFloat(input[i] - largest);
    const float shift = LogFloat(sum);
    for (int32_t i = 0; i < p.depth; ++i) {
      output[i] = input[i] - largest - shift;
    }
    input += p.depth;
    output += p.depth;
  }
}

}  // namespace reference
}  // namespace nn
}  // namespace mote
