// One of two tensors' values, as a third says.
#pragma once

#include <stdint.h>

namespace mote {
namespace nn {

// The output has sizes[0] x ... x sizes[3] values; a tensor's stride along a
// dimension, in values, is 0 where it repeats.
struct SelectParams {
  int32_t sizes[4];
  int32_t condition_strides[4], first_strides[4], second_strides[4];
  int32_t value_bytes;
};

namespace reference {

// A byte of `condition` is 0 for the second tensor's value.
void SelectBytes(const SelectParams& params, const int8_t* condition,
                 const int8_t* first, const int8_t* second, int8_t* output,
                 int8_t* scratch);

}  // namespace reference
}  // namespace nn
}  // namespace mote
