// Softmax of 16-bit values, by tables.
#pragma once

#include <stdint.h>

namespace mote {
namespace nn {

// A difference to the row's largest value * multiplier / 2^31 * 2^shift is its
// share of 10, of which -65535 is -10. Tables have 513 entries in Q0.15:
// exponentials of -10 to 0, and 1 / (1 + x) for x of 0 to 1.
struct SoftmaxInt16Params {
  int32_t rows, depth;
  int32_t multiplier, shift;
  const int16_t* exponentials;
  const int16_t* reciprocals;
};

namespace reference {

// Results in Q0.15.
void SoftmaxInt16(const SoftmaxInt16Params& params, const int16_t* input,
                  int16_t* output, int8_t* scratch);

}  // namespace reference
}  // namespace nn
}  // namespace mote
