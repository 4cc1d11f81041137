// Which values of two tensors meet in an operator that broadcasts.
#pragma once

#include <stdint.h>

namespace mote {
namespace nn {

// The output has sizes[0] x ... x sizes[3] values, in order; the first input's
// stride along a dimension is 0 where it repeats.
struct Broadcast {
  int32_t sizes[4];
  int32_t first_strides[4], second_strides[4];
};

// output[i] = combine(a, b) for every pair that meets.
template <typename A, typename B, typename O, typename Combine>
inline void ForEachPair(const Broadcast& s, const A* first, const B* second,
                        O* output, const Combine& combine) {
  for (int32_t i = 0; i < s.sizes[0]; ++i) {
    for (int32_t j = 0; j < s.sizes[1]; ++j) {
      for (int32_t k = 0; k < s.sizes[2]; ++k) {
        const A* a = first + i * s.first_strides[0] + j * s.first_strides[1] +
                     k * s.first_strides[2];
        const B* b = second + i * s.second_strides[0] +
                     j * s.second_strides[1] + k * s.second_strides[2];
        for (int32_t l = 0; l < s.sizes[3]; ++l) {
          *output++ = combine(*a, *b);
          a += s.first_strides[3];
          b += s.second_strides[3];
        }
      }
    }
  }
}

}  // namespace nn
}  // namespace mote
