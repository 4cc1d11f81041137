#include "device/nn/add/tabulated_add.h"

namespace mote {
namespace nn {
namespace tabulated {

void AddInt8(const TabulatedAddParams& p, const int8_t* first,
             const int8_t* second, int8_t* output, int8_t* /*scratch*/) {
  const int32_t* a = p.first + 128;
  const int32_t* b = p.second + 128;
  const int32_t low = p.activation_min, high = p.activation_max;
  const int32_t shift = p.shift;
  for (const int8_t* end = output + p.size; output != end;) {
    int32_t sum = (a[*first++] + b[*second++]) >> shift;
    if (sum < low) sum = low;
    if (sum > high) sum = high;
    *output++ = static_cast<int8_t>(sum);
  }
}

}  // namespace tabulated
}  // namespace nn
}  // namespace mote
