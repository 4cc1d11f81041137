// Mean over neighbouring dimensions.
#pragma once

#include <stdint.h>

namespace mote {
namespace nn {

// (sum - reduced * input_zero_point) * multiplier / 2^31 * 2^shift +
// output_zero_point; the multiplier holds 1 / reduced.
struct MeanParams {
  int32_t outer, reduced, inner;  // input {outer, reduced, inner}
  int32_t input_zero_point, output_zero_point;
  int32_t multiplier, shift;
};

struct MeanFloatParams {
  int32_t outer, reduced, inner;
};

namespace reference {

// output {outer, inner}.
void MeanInt8(const MeanParams& params, const int8_t* input, int8_t* output,
              int8_t* scratch);
void MeanFloat(const MeanFloatParams& params, const float* input, float* output,
               int8_t* scratch);

}  // namespace reference

namespace litert {

// RequantizeTiesUp for whole groups of so many inner values, Requantize for the
// rest.
constexpr int32_t kMeanGroup = 16;

void MeanInt8(const MeanParams& params, const int8_t* input, int8_t* output,
              int8_t* scratch);

}  // namespace litert
}  // namespace nn
}  // namespace mote
