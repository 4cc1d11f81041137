// Rows divided by their length, and the logarithm of softmax.
#pragma once

#include <stdint.h>

namespace mote {
namespace nn {

struct L2NormalizeParams {
  int32_t rows, depth;
  int32_t input_zero_point;  // int8 only
};

struct LogSoftmaxFloatParams {
  int32_t rows, depth;
};

namespace reference {

// The output's scale is 1 / 128, its zero point 0.
void L2NormalizeInt8(const L2NormalizeParams& params, const int8_t* input,
                     int8_t* output, int8_t* scratch);
void L2NormalizeFloat(const L2NormalizeParams& params, const float* input,
                      float* output, int8_t* scratch);
void LogSoftmaxFloat(const LogSoftmaxFloatParams& params, const float* input,
                     float* output, int8_t* scratch);

}  // namespace reference
}  // namespace nn
}  // namespace mote
