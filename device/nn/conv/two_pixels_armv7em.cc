// Assembly, for gcc neither loads several registers at a time nor keeps eight
// sums, weights and activations in registers. Counted in QEMU: 12 instructions
// for 16 multiplications.
#include "device/nn/conv/two_pixels.h"

namespace mote {
namespace nn {
namespace armv7em {
namespace {

// Sums: r6 and r8 hold 256 A + B of the first pixel and the two pairs of
// channels, r7 and r9 hold B; r10, r12, r11, lr those of the second pixel.
#define MOTE_TWO_TAPS        \
  "ldm.n r1!, {r4, r5}\n"    \
  "ldm.n r0!, {r2, r3}\n"    \
  "smlad r6, r2, r4, r6\n"   \
  "smlad r10, r3, r4, r10\n" \
  "smlad r8, r2, r5, r8\n"   \
  "smlad r12, r3, r5, r12\n" \
  "sxtb16 r4, r4\n"          \
  "sxtb16 r5, r5\n"          \
  "smlad r7, r2, r4, r7\n"   \
  "smlad r11, r3, r4, r11\n" \
  "smlad r9, r2, r5, r9\n"   \
  "smlad lr, r3, r5, lr\n"
#define MOTE_EIGHT_TAPS MOTE_TWO_TAPS MOTE_TWO_TAPS MOTE_TWO_TAPS MOTE_TWO_TAPS

// Adds to the biases, which lie behind the first weights.
#define MOTE_FIRST_TWO_TAPS \
  "ldm r1!, {r4-r9}\n"      \
  "ldm r0!, {r2, r3}\n"     \
  "smlad r10, r3, r4, r6\n" \
  "smlad r6, r2, r4, r6\n"  \
  "smlad r12, r3, r5, r8\n" \
  "smlad r8, r2, r5, r8\n"  \
  "sxtb16 r4, r4\n"         \
  "sxtb16 r5, r5\n"         \
  "smlad r11, r3, r4, r7\n" \
  "smlad r7, r2, r4, r7\n"  \
  "smlad lr, r3, r5, r9\n"  \
  "smlad r9, r2, r5, r9\n"

// Both windows' 16-bit form, two groups at a time; r12: the PixelPairs.
#define MOTE_WIDEN_GROUP(first, second) \
  "sxtb16 r0, " first                   \
  "\n"                                  \
  "sxtb16 r1, " second                  \
  "\n"                                  \
  "sxtb16 r2, " first                   \
  ", ror #8\n"                          \
  "sxtb16 r3, " second                  \
  ", ror #8\n"                          \
  "stm r9!, {r0-r3}\n"
#define MOTE_WIDEN \
  "ldm r12, {r4-r10}\n"        \
  "add r5, r4, r5\n"           \
  "2:\n"                       \
  "movs lr, r10\n"             \
  "beq 5f\n"                   \
  "3:\n"                       \
  "ldr r2, [r4], #4\n"         \
  "ldr r3, [r5], #4\n"         \
  "ldr r11, [r4], #4\n"        \
  "ldr r12, [r5], #4\n"        \
  MOTE_WIDEN_GROUP("r2", "r3") \
  "subs lr, lr, #1\n"          \
  MOTE_WIDEN_GROUP("r11", "r12") \
  "bne 3b\n"                   \
  "cbnz r6, 5f\n"              \
  "4:\n"                       \
  "subs r7, r7, #1\n"          \
  "add r4, r4, r8\n"           \
  "add r5, r5, r8\n"           \
  "bne 2b\n"
// What is left of a row: a group, a half, or both.
#define MOTE_WIDEN_TAIL \
  "5:\n"                       \
  "cmp r6, #1\n"               \
  "beq 12f\n"                  \
  "ldr r2, [r4], #4\n"         \
  "ldr r3, [r5], #4\n"         \
  MOTE_WIDEN_GROUP("r2", "r3") \
  "cmp r6, #2\n"               \
  "beq 4b\n"                   \
  "12:\n"                      \
  "ldr r2, [r4], #1\n"         \
  "ldr r3, [r5], #1\n"         \
  "sxtb16 r0, r2\n"            \
  "sxtb16 r1, r3\n"            \
  "stm r9!, {r0, r1}\n"        \
  "b 4b\n"

// The sum times 256 plus a fraction in `s`; kReluOffset in r0, and kShortShift
// is 12.
#define MOTE_RELU_OUTPUT(s, multiplier) \
  "smmla " s ", " s ", " multiplier     \
  ", r0\n"                              \
  "ssat " s ", #8, " s ", asr #12\n"

#define MOTE_RELU_OUTPUTS                                                \
  "ldm r1!, {r2-r5}\n"                                                   \
  "mvn r0, #0x7F800\n"                                                   \
  "sub r6, r6, r7\n"                                                     \
  "sub r8, r8, r9\n"                                                     \
  "sub r10, r10, r11\n"                                                  \
  "sub r12, r12, lr\n"                                                   \
  "ror r7, r7, #24\n"                                                    \
  "ror r9, r9, #24\n"                                                    \
  "ror r11, r11, #24\n"                                                  \
  "ror lr, lr, #24\n" MOTE_RELU_OUTPUT("r6", "r2")                       \
      MOTE_RELU_OUTPUT("r10", "r2") MOTE_RELU_OUTPUT("r7", "r3")         \
          MOTE_RELU_OUTPUT("r11", "r3") MOTE_RELU_OUTPUT("r8", "r4")     \
              MOTE_RELU_OUTPUT("r12", "r4") MOTE_RELU_OUTPUT("r9", "r5") \
                  MOTE_RELU_OUTPUT("lr", "r5")

// A pixel's outputs in one word, and on to the next four channels.
#define MOTE_STORE                \
  "bfi r7, r6, #8, #8\n"          \
  "bfi r9, r8, #8, #8\n"          \
  "bfi r11, r10, #8, #8\n"        \
  "bfi lr, r12, #8, #8\n"         \
  "pkhbt r7, r7, r9, lsl #16\n"   \
  "pkhbt r11, r11, lr, lsl #16\n" \
  "ldm sp, {r0, r2, r3, r4}\n"    \
  "cmp r2, r4\n"                  \
  "bhi 7f\n"                      \
  "str r11, [r2, r3]\n"           \
  "str r7, [r2], #4\n"            \
  "str r2, [sp, #4]\n"            \
  "beq 10f\n"

// Fewer than four channels.
#define MOTE_STORE_BYTES \
  "7:\n"                 \
  "add r4, r4, #4\n"     \
  "8:\n"                 \
  "strb r11, [r2, r3]\n" \
  "strb r7, [r2], #1\n"  \
  "lsr r11, r11, #8\n"   \
  "lsr r7, r7, #8\n"     \
  "cmp r2, r4\n"         \
  "bne 8b\n"

}  // namespace

// sp: windows, output, step to the second pixel's, output of the last four
// channels, entry address, end of windows, the PixelPairs.
__attribute__((naked)) void RunPixelPairs(PixelPairs* /*pairs*/) {
  asm volatile(
      "push {r0, r4-r11, lr}\n"
      "sub sp, #24\n"
      "ldr r1, [r0, #28]\n"
      "ldr r2, [r0, #52]\n"
      "ldrd r3, r4, [r0, #60]\n"
      "adr r6, 6f\n"
      "orr r6, r6, #1\n"
      "add r4, r4, r6\n"
      "str r1, [sp]\n"
      "str r2, [sp, #8]\n"
      "strd r4, r3, [sp, #16]\n"
      "mov r12, r0\n"
      "1:\n"  //
      MOTE_WIDEN
      "ldr r12, [sp, #24]\n"
      "add r0, r12, #32\n"
      "ldm r0, {r1, r2, r3, r6, r7}\n"
      "ldr r5, [r12]\n"
      "ldr r0, [sp]\n"
      "add r2, r2, r3\n"
      "str r3, [sp, #4]\n"
      "str r2, [sp, #12]\n"
      "add r5, r5, r6\n"
      "add r3, r3, r7\n"
      "str r5, [r12]\n"
      "str r3, [r12, #40]\n"
      "b.w 9f\n"  //
      MOTE_WIDEN_TAIL
      ".balign 4\n"
      "6:\n"  //
      MOTE_EIGHT_TAPS MOTE_EIGHT_TAPS MOTE_EIGHT_TAPS MOTE_EIGHT_TAPS
      "ldr r2, [sp, #20]\n"
      "cmp r0, r2\n"
      "blo.w 6b\n"
      "bhi.w 11f\n"  //
      MOTE_RELU_OUTPUTS
      ".globl mote_store_outputs\n"
      ".thumb_func\n"
      "mote_store_outputs:\n"                    //
      MOTE_STORE "9:\n"                          //
      MOTE_FIRST_TWO_TAPS "ldr pc, [sp, #16]\n"  //
      MOTE_STORE_BYTES
      "b 10f\n"
      "11:\n"
      ".weak mote_general_outputs\n"
      "b.w mote_general_outputs\n"
      "10:\n"
      "ldr r12, [sp, #24]\n"
      "ldr r0, [r12, #56]\n"
      "subs r0, r0, #1\n"
      "str r0, [r12, #56]\n"
      "bne.w 1b\n"
      "add sp, #24\n"
      "pop {r0, r4-r11, pc}\n");
}

}  // namespace armv7em
}  // namespace nn
}  // namespace mote
