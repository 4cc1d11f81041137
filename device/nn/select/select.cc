#include "device/nn/select/select.h"

namespace mote {
namespace nn {
namespace reference {
namespace {

int32_t Offset(const int32_t (&strides)[4], const int32_t (&at)[4]) {
  return at[0] * strides[0] + at[1] * strides[1] + at[2] * strides[2] +
         at[3] * strides[3];
}

}  // namespace

void SelectBytes(const SelectParams& p, const int8_t* condition,
                 const int8_t* first, const int8_t* second, int8_t* output,
                 int8_t* /*scratch*/) {
  int32_t at[4];
  for (at[0] = 0; at[0] < p.sizes[0]; ++at[0]) {
    for (at[1] = 0; at[1] < p.sizes[1]; ++at[1]) {
      for (at[2] = 0; at[2] < p.sizes[2]; ++at[2]) {
        for (at[3] = 0; at[3] < p.sizes[3]; ++at[3]) {
          const int8_t* value =
              condition[Offset(p.condition_strides, at)]
                  ? first + Offset(p.first_strides, at) * p.value_bytes
                  : second + Offset(p.second_strides, at) * p.value_bytes;
          for (int32_t i = 0; i < p.value_bytes; ++i) *output++ = value[i];
        }
      }
    }
  }
}

}  // namespace reference
}  // namespace nn
}  // namespace mote
