#include "device/nn/depthwise_conv/five_columns_armv7m.h"
#include "device/nn/depthwise_conv/staggered_planes.h"
#include "device/nn/staggered_armv7m.h"

namespace mote {
namespace nn {
namespace armv7m {
namespace {

// Six words of a row, in r1 to r6, times three weights, in r9 to r11: four
// sums.
#define MOTE_PRODUCTS(sum, a, b, c) \
  "mla " sum ", " a ", r9, " sum    \
  "\n"                              \
  "mla " sum ", " b ", r10, " sum   \
  "\n"                              \
  "mla " sum ", " c ", r11, " sum "\n"
#define MOTE_ROW                         \
  MOTE_PRODUCTS("r7", "r1", "r2", "r3")  \
  MOTE_PRODUCTS("r8", "r2", "r3", "r4")  \
  MOTE_PRODUCTS("r12", "r3", "r4", "r5") \
  MOTE_PRODUCTS("lr", "r4", "r5", "r6")

// On the stack: 0 weights, 36 bytes to the second and third row, 44 end.
__attribute__((naked)) void Filter(uint32_t* /*words*/, int32_t /*columns*/,
                                   const int32_t* /*weights*/,
                                   int32_t /*count*/) {
  asm volatile(
      "push {r4-r11, lr}\n"
      "sub sp, #48\n"
      "ldm r2, {r4-r12}\n"
      "stm sp, {r4-r12}\n"
      "lsl r1, r1, #2\n"
      "lsl r4, r1, #1\n"
      "strd r1, r4, [sp, #36]\n"
      "add r3, r0, r3, lsl #2\n"
      "str r3, [sp, #44]\n"
      "1:\n"
      "ldm sp, {r9-r11}\n"
      "ldm r0, {r1-r6}\n"
      "mul r7, r1, r9\n"
      "mla r7, r2, r10, r7\n"
      "mla r7, r3, r11, r7\n"
      "mul r8, r2, r9\n"
      "mla r8, r3, r10, r8\n"
      "mla r8, r4, r11, r8\n"
      "mul r12, r3, r9\n"
      "mla r12, r4, r10, r12\n"
      "mla r12, r5, r11, r12\n"
      "mul lr, r4, r9\n"
      "mla lr, r5, r10, lr\n"
      "mla lr, r6, r11, lr\n"
      "ldr r1, [sp, #36]\n"
      "add r1, r1, r0\n"
      "ldrd r9, r10, [sp, #12]\n"
      "ldr r11, [sp, #20]\n"
      "ldm r1, {r1-r6}\n" MOTE_ROW
      "ldr r1, [sp, #40]\n"
      "add r1, r1, r0\n"
      "ldrd r9, r10, [sp, #24]\n"
      "ldr r11, [sp, #32]\n"
      "ldm r1, {r1-r6}\n" MOTE_ROW
      "stm r0!, {r7, r8, r12, lr}\n"
      "ldr r1, [sp, #44]\n"
      "cmp r0, r1\n"
      "blo 1b\n"
      "add sp, #48\n"
      "pop {r4-r11, pc}\n");
}

// r0: the rows; r1: the channel's words. On the stack: 0 end of the first
// words. r4 and r6 point to words, r8, r9 and r10 to outputs.
#define MOTE_WRITE_ROWS(out) \
  "push {r4-r11, lr}\n"                                            \
  "sub sp, #16\n"                                                  \
  "ldm r1, {r2, r3, r5, r7}\n"                                     \
  "lsl r2, r2, #8\n"                                               \
  "ldm r0, {r4, r6, r8-r10}\n"                                     \
  "ldr r1, [r0, #20]\n"                                            \
  "lsl r1, r1, #2\n"                                               \
  "ldr r11, [r0, #24]\n"                                           \
  "ldr r12, [r0, #28]\n"                                           \
  "mla r12, r12, r1, r4\n"                                         \
  "strd r12, r1, [sp]\n"                                           \
  "1:\n"                                                           \
  "ldr r1, [r4]\n"                                                 \
  "ldr lr, [r6]\n"                                                 \
  MOTE_SEPARATE("r1", "lr", "r12", "r0")                            \
  "strd r12, r1, [sp, #8]\n"                                       \
  "mov lr, r0\n"                                                   \
  out("lr")                                                         \
  "strb lr, [r10]\n"                                               \
  "ldrd r1, lr, [sp, #8]\n"                                        \
  out("lr")                                                         \
  "strb lr, [r9]\n"                                                \
  out("r1")                                                         \
  "strb r1, [r8]\n"                                                \
  "ldrd r12, r1, [sp]\n"                                           \
  "add r4, r4, r1\n"                                               \
  "add r6, r6, r1\n"                                               \
  "add r8, r8, r11\n"                                              \
  "add r9, r9, r11\n"                                              \
  "add r10, r10, r11\n"                                            \
  "cmp r4, r12\n"                                                  \
  "bne 1b\n"                                                       \
  "add sp, #16\n"                                                  \
  "pop {r4-r11, pc}\n"

__attribute__((naked)) void WriteReluRows(const staggered::ThreeRows* /*rows*/,
                                          const int32_t* /*words*/) {
  asm volatile(MOTE_WRITE_ROWS(MOTE_RELU_OUTPUT));
}

__attribute__((naked)) void WriteAnyRows(const staggered::ThreeRows* /*rows*/,
                                         const int32_t* /*words*/) {
  asm volatile(MOTE_WRITE_ROWS(MOTE_OUTPUT));
}

void WriteRows(staggered::ThreeRows rows, const int32_t* words,
               int32_t sign_steps) {
  (sign_steps == 0 ? WriteReluRows : WriteAnyRows)(&rows, words);
}

}  // namespace

void DepthwiseConvInt8(const StaggeredDepthwiseConvParams& p,
                       const int8_t* input, int8_t* output, int8_t* scratch) {
  if (HasFiveColumns(p.window)) {
    DepthwiseConvFiveColumns(p, input, output, scratch);
    return;
  }
  staggered::DepthwiseConv<Filter>(p, input, output, scratch, WriteRows);
}

}  // namespace armv7m
}  // namespace nn
}  // namespace mote
