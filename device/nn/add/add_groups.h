// Additions of tensors, a group of values at a time.
#pragma once

#include <stdint.h>

namespace mote {
namespace nn {

// adder.Group(first, second, output) adds Adder::kGroup values; where fewer are
// left, they are copied to memory of a whole group.
template <class Adder>
void AddGroups(const Adder& adder, int32_t size, const int8_t* first,
               const int8_t* second, int8_t* output) {
  constexpr int32_t kGroup = Adder::kGroup;
  int32_t i = 0;
  for (; i + kGroup <= size; i += kGroup) {
    adder.Group(first + i, second + i, output + i);
  }
  if (i == size) return;
  int8_t a[kGroup] = {}, b[kGroup] = {}, sums[kGroup];
  const int32_t rest = size - i;
  for (int32_t j = 0; j < rest; ++j) {
    a[j] = first[i + j];
    b[j] = second[i + j];
  }
  adder.Group(a, b, sums);
  for (int32_t j = 0; j < rest; ++j) output[i + j] = sums[j];
}

}  // namespace nn
}  // namespace mote
