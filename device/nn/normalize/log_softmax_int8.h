// The logarithm of softmax, quantized: the output's scale is 1 / 16, its zero
// point 127.
#pragma once

#include <stdint.h>

namespace mote {
namespace nn {

// A difference to the row's largest value * multiplier / 2^31 * 2^left_shift
// is in Q5.26; differences below difference_min count for nothing. back_*:
// from Q5.26 to steps of the input.
struct LogSoftmaxParams {
  int32_t rows, depth;
  int32_t multiplier, left_shift;
  int32_t back_multiplier, back_shift;
  int32_t difference_min;
};

namespace reference {

void LogSoftmaxInt8(const LogSoftmaxParams& params, const int8_t* input,
                    int8_t* output, int8_t* scratch);

}  // namespace reference
}  // namespace nn
}  // namespace mote
