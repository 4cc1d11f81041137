#include "device/nn/normalize/log_softmax_int8.h"

#include "device/nn/fixed_point_log.h"

namespace mote {
namespace nn {
namespace reference {
namespace {

// A difference in Q5.26.
int32_t Scaled(const LogSoftmaxParams& p, int32_t difference) {
  return Requantize(difference, p.multiplier, p.left_shift);
}

void LogSoftmaxRow(const LogSoftmaxParams& p, const int8_t* input,
                   int8_t* output) {
  int32_t largest = INT8_MIN;
  for (int32_t i = 0; i < p.depth; ++i) {
    if (input[i] > largest) largest = input[i];
  }
  int32_t sum = 0;  // Q12.19
  for (int32_t i = 0; i < p.depth; ++i) {
    const int32_t difference = input[i] - largest;
    if (difference < p.difference_min) continue;
    sum = WrappingAdd(
        sum, RoundingShiftRight(ExpOfNegative<5>(Scaled(p, difference)), 12));
  }
  const int32_t log_sum = LogOfQ12(sum);
  const int32_t farthest = Requantize(WrappingAdd(log_sum, INT32_MIN),
                                      p.back_multiplier, p.back_shift);
  const int32_t low =
      farthest > p.difference_min - 1 ? farthest : p.difference_min - 1;
  for (int32_t i = 0; i < p.depth; ++i) {
    const int32_t difference = input[i] - largest;
    int32_t result = INT8_MIN;
    if (difference > low) {
      const int32_t log = WrappingAdd(Scaled(p, difference), -log_sum);
      result = RoundingShiftRight(log, 22) + INT8_MAX;
    }
    output[i] = static_cast<int8_t>(Clamp<int32_t>(result, INT8_MIN, INT8_MAX));
  }
}

}  // namespace

void LogSoftmaxInt8(const LogSoftmaxParams& p, const int8_t* input,
                    int8_t* output, int8_t* /*scratch*/) {
  for (int32_t row = 0; row < p.rows; ++row) {
    LogSoftmaxRow(p, input, output);
    input += p.depth;
    output += p.depth;
  }
}

}  // namespace reference
}  // namespace nn
}  // namespace mote
