#include "device/nn/depthwise_conv/plane.h"

namespace mote {
namespace nn {
namespace armv7em {
namespace {

// Four values, r5 and r8 being once and three times the step.
#define MOTE_COPY_FOUR(offset0, offset1, offset2, offset3) \
  "ldrb r10, [r1]\n"                                       \
  "ldrb r11, [r1, r5]\n"                                   \
  "ldrb r12, [r1, r5, lsl #1]\n"                           \
  "ldrb lr, [r1, r8]\n"                                    \
  "add r1, r1, r5, lsl #2\n"                               \
  "strb r10, [r2, #" offset0                               \
  "]\n"                                                    \
  "strb r11, [r2, #" offset1                               \
  "]\n"                                                    \
  "strb r12, [r2, #" offset2                               \
  "]\n"                                                    \
  "strb lr, [r2, #" offset3 "]\n"

}  // namespace

__attribute__((naked)) void LoadRows(const ChannelRows* /*rows*/,
                                     const int8_t* /*from*/, int16_t* /*to*/) {
  asm volatile(
      "push {r4-r11, lr}\n"
      "ldm r0, {r3-r7}\n"
      "add r8, r5, r5, lsl #1\n"
      "1:\n"
      "subs r9, r3, #8\n"
      "blo 3f\n"
      "2:\n"
      MOTE_COPY_FOUR("1", "3", "5", "7")
      MOTE_COPY_FOUR("9", "11", "13", "15")
      "adds r2, #16\n"
      "subs r9, #8\n"
      "bhs 2b\n"
      "3:\n"
      "adds r9, #4\n"
      "blt 4f\n"
      MOTE_COPY_FOUR("1", "3", "5", "7")
      "adds r2, #8\n"
      "subs r9, #4\n"
      "4:\n"
      "adds r9, #4\n"
      "beq 6f\n"
      "5:\n"
      "ldrb r10, [r1]\n"
      "add r1, r1, r5\n"
      "strb r10, [r2, #1]\n"
      "adds r2, #2\n"
      "subs r9, #1\n"
      "bne 5b\n"
      "6:\n"
      "add r1, r1, r6\n"
      "add r2, r2, r7\n"
      "subs r4, #1\n"
      "bne 1b\n"
      "pop {r4-r11, pc}\n");
}

}  // namespace armv7em
}  // namespace nn
}  // namespace mote
