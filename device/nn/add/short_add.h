// Addition of two tensors of one shape in two multiplications.
#pragma once

#include <stdint.h>

namespace mote {
namespace nn {

constexpr int32_t kShortAddShift = 21;

// Output = (first * first_multiplier + second * second_multiplier + offset)
// >> kShortAddShift, saturated to int8. The compiler looks for numbers with
// which that equals AddInt8 for every pair of values.
struct ShortAddParams {
  int32_t size;
  int32_t first_multiplier, second_multiplier, offset;
};

namespace armv7em {

// The output may be the memory of either input.
void ShortAddInt8(const ShortAddParams& params, const int8_t* first,
                  const int8_t* second, int8_t* output, int8_t* scratch);

}  // namespace armv7em

namespace mve {

// Likewise.
void ShortAddInt8(const ShortAddParams& params, const int8_t* first,
                  const int8_t* second, int8_t* output, int8_t* scratch);

}  // namespace mve
}  // namespace nn
}  // namespace mote
