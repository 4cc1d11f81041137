#include "device/nn/depthwise_conv/staggered_planes.h"
#include "device/nn/staggered_armv6m.h"

namespace mote {
namespace nn {
namespace armv6m {
namespace {

// Two words of a row times a weight on the stack, to the sums r3 and r7.
#define MOTE_PRODUCTS(row, at, next, weight) \
  "ldr r5, [sp, #" weight                    \
  "]\n"                                      \
  "ldr r4, [" row ", #" at                   \
  "]\n"                                      \
  "muls r4, r5, r4\n"                        \
  "adds r3, r3, r4\n"                        \
  "ldr r4, [" row ", #" next                 \
  "]\n"                                      \
  "muls r4, r5, r4\n"                        \
  "adds r7, r7, r4\n"

__attribute__((naked)) void Filter(uint32_t* /*words*/, int32_t /*columns*/,
                                   const int32_t* /*weights*/,
                                   int32_t /*count*/) {
  asm volatile(
      ".syntax unified\n"
      "push {r4-r7, lr}\n"
      "sub sp, #36\n"
      "mov r4, sp\n"
      "ldm r2!, {r5-r7}\n"
      "stm r4!, {r5-r7}\n"
      "ldm r2!, {r5-r7}\n"
      "stm r4!, {r5-r7}\n"
      "ldm r2!, {r5-r7}\n"
      "stm r4!, {r5-r7}\n"
      "lsls r3, r3, #2\n"
      "adds r6, r0, r3\n"
      "lsls r4, r1, #2\n"
      "adds r1, r0, r4\n"
      "adds r2, r1, r4\n"
      "1:\n"
      "ldr r5, [sp]\n"
      "ldr r3, [r0]\n"
      "muls r3, r5, r3\n"
      "ldr r7, [r0, #4]\n"
      "muls r7, r5, r7\n" MOTE_PRODUCTS("r0", "4", "8", "4")
          MOTE_PRODUCTS("r0", "8", "12", "8") MOTE_PRODUCTS("r1", "0", "4", "12")
              MOTE_PRODUCTS("r1", "4", "8", "16")
                  MOTE_PRODUCTS("r1", "8", "12", "20")
                      MOTE_PRODUCTS("r2", "0", "4", "24")
                          MOTE_PRODUCTS("r2", "4", "8", "28")
                              MOTE_PRODUCTS("r2", "8", "12", "32")
      "stm r0!, {r3, r7}\n"
      "adds r1, r1, #8\n"
      "adds r2, r2, #8\n"
      "cmp r0, r6\n"
      "blo 1b\n"
      "add sp, #36\n"
      "pop {r4-r7, pc}\n"
      ".syntax divided\n");
}

// On the stack: 0 three sums, 12 the rows.
__attribute__((naked)) void WriteThreeRows(staggered::ThreeRows* /*rows*/,
                                           const int32_t* /*parts*/) {
  asm volatile(
      ".syntax unified\n" MOTE_SAVE_REGISTERS
      "sub sp, #16\n"
      "str r0, [sp, #12]\n"
      "mov r7, r0\n" MOTE_LOAD_PARTS
      "1:\n"
      "ldr r3, [r7, #20]\n"
      "lsls r3, r3, #2\n"
      "ldr r2, [r7]\n"
      "ldr r0, [r2]\n"
      "adds r2, r2, r3\n"
      "str r2, [r7]\n"
      "ldr r2, [r7, #4]\n"
      "ldr r1, [r2]\n"
      "adds r2, r2, r3\n"
      "str r2, [r7, #4]\n" MOTE_SEPARATE("0", "4", "8")
      "ldr r5, [r7, #24]\n"
      "ldr r0, [sp, #8]\n" MOTE_OUTPUT
      "ldr r3, [r7, #16]\n"
      "strb r1, [r3]\n"
      "adds r3, r3, r5\n"
      "str r3, [r7, #16]\n"
      "ldr r0, [sp, #4]\n" MOTE_OUTPUT
      "ldr r3, [r7, #12]\n"
      "strb r1, [r3]\n"
      "adds r3, r3, r5\n"
      "str r3, [r7, #12]\n"
      "ldr r0, [sp]\n" MOTE_OUTPUT
      "ldr r3, [r7, #8]\n"
      "strb r1, [r3]\n"
      "adds r3, r3, r5\n"
      "str r3, [r7, #8]\n"
      "ldr r3, [r7, #28]\n"
      "subs r3, r3, #1\n"
      "str r3, [r7, #28]\n"
      "beq 2f\n"
      "b 1b\n"
      "2:\n"
      "add sp, #16\n" MOTE_RESTORE_AND_RETURN
      ".syntax divided\n");
}

void WriteRows(staggered::ThreeRows rows, const int32_t* words, int32_t) {
  WriteThreeRows(&rows, words);
}

}  // namespace

void DepthwiseConvInt8(const StaggeredDepthwiseConvParams& p,
                       const int8_t* input, int8_t* output, int8_t* scratch) {
  staggered::DepthwiseConv<Filter>(p, input, output, scratch, WriteRows);
}

}  // namespace armv6m
}  // namespace nn
}  // namespace mote
