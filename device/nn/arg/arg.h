// Where a tensor is largest or smallest along one dimension.
#pragma once

#include <stdint.h>

namespace mote {
namespace nn {

// Input {outer, axis, inner}, output {outer, inner}: the first place of the
// largest value, or with smallest = 1 of the smallest.
struct ArgParams {
  int32_t outer, axis, inner;
  int32_t smallest;
};

namespace reference {

void ArgInt8(const ArgParams& params, const int8_t* input, int32_t* output,
             int8_t* scratch);
void ArgFloat(const ArgParams& params, const float* input, int32_t* output,
              int8_t* scratch);

}  // namespace reference
}  // namespace nn
}  // namespace mote
