#include "device/nn/add/short_add.h"

namespace mote {
namespace nn {
namespace mve {

void ShortAddInt8(const ShortAddParams& p, const int8_t* first,
                  const int8_t* second, int8_t* output, int8_t* /*scratch*/) {
  asm volatile(
      "vdup.32 q2, %[first_multiplier]\n"
      "dlstp.32 lr, %[size]\n"
      "1:\n"
      "vldrb.s32 q0, [%[first]], #4\n"
      "vldrb.s32 q1, [%[second]], #4\n"
      "vmlas.s32 q0, q2, %[offset]\n"
      "vmla.s32 q0, q1, %[second_multiplier]\n"
      "vshr.s32 q0, q0, %[shift]\n"
      "vqmovnb.s32 q0, q0\n"
      "vqmovnb.s16 q0, q0\n"
      "vstrb.32 q0, [%[output]], #4\n"
      "letp lr, 1b\n"
      : [first] "+&l"(first), [second] "+&l"(second), [output] "+&l"(output)
      : [size] "r"(p.size), [first_multiplier] "r"(p.first_multiplier),
        [second_multiplier] "r"(p.second_multiplier), [offset] "r"(p.offset),
        [shift] "i"(kShortAddShift)
      : "q0", "q1", "q2", "lr", "memory");
}

}  // namespace mve
}  // namespace nn
}  // namespace mote
