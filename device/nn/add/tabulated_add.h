// Addition of two int8 tensors by tables, for processors whose multiplication
// is slow or short.
#pragma once

#include <stdint.h>

namespace mote {
namespace nn {

struct TabulatedAddParams {
  int32_t size;
  int32_t shift;
  int32_t activation_min, activation_max;
  // What each value adds to an output, times 2^shift: 256 words each, from -128
  // on. The output's zero point and the rounding are in `first`. The compiler
  // has compared all 65,536 pairs of values with reference::AddInt8.
  const int32_t* first;
  const int32_t* second;
};

namespace tabulated {

// For inputs of one shape. The output may be either input's memory.
void AddInt8(const TabulatedAddParams& params, const int8_t* first,
             const int8_t* second, int8_t* output, int8_t* scratch);

}  // namespace tabulated
}  // namespace nn
}  // namespace mote
