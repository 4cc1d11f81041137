#include "device/nn/add/short_add.h"

namespace mote {
namespace nn {
namespace armv7em {
namespace {

inline int32_t Sum(const ShortAddParams& p, int32_t first, int32_t second) {
  int32_t sum = first * p.first_multiplier + p.offset;
  sum += second * p.second_multiplier;
  asm("ssat %0, #8, %0, asr #21" : "+r"(sum));
  return sum;
}

}  // namespace

void ShortAddInt8(const ShortAddParams& params, const int8_t* first,
                  const int8_t* second, int8_t* output, int8_t* /*scratch*/) {
  const ShortAddParams p = params;
  int32_t left = p.size;
  for (; left >= 4; left -= 4, first += 4, second += 4, output += 4) {
    const int32_t a = Sum(p, first[0], second[0]);
    const int32_t b = Sum(p, first[1], second[1]);
    const int32_t c = Sum(p, first[2], second[2]);
    const int32_t d = Sum(p, first[3], second[3]);
    output[0] = static_cast<int8_t>(a);
    output[1] = static_cast<int8_t>(b);
    output[2] = static_cast<int8_t>(c);
    output[3] = static_cast<int8_t>(d);
  }
  for (; left > 0; --left) {
    *output++ = static_cast<int8_t>(Sum(p, *first++, *second++));
  }
}

}  // namespace armv7em
}  // namespace nn
}  // namespace mote
