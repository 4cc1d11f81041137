// Assembly, for gcc neither loads several registers at a time nor keeps six
// sums and the weights in registers. Counted in QEMU: 17 instructions for 24
// multiplications.
#include "device/nn/conv/three_pixels.h"

namespace mote {
namespace nn {
namespace armv7em {
namespace {

// Sums: r7 r9 r11 hold 256 A + B of the three pixels, r8 r10 r12 hold B; a and
// b are what they add to.
#define MOTE_TWO_TAPS_FROM(w, a7, b8, a9, b10, a11, b12) \
  "ldm.n r0!, {r2-r4}\n"                                 \
  "smlad r7, r2, " w ", " a7                             \
  "\n"                                                   \
  "smlad r9, r3, " w ", " a9                             \
  "\n"                                                   \
  "smlad r11, r4, " w ", " a11                           \
  "\n"                                                   \
  "sxtb16 " w ", " w                                     \
  "\n"                                                   \
  "smlad r8, r2, " w ", " b8                             \
  "\n"                                                   \
  "smlad r10, r3, " w ", " b10                           \
  "\n"                                                   \
  "smlad r12, r4, " w ", " b12 "\n"
#define MOTE_TWO_TAPS(w) \
  MOTE_TWO_TAPS_FROM(w, "r7", "r8", "r9", "r10", "r11", "r12")

// 64 bytes of code: the first round is entered in its middle.
#define MOTE_FOUR_TAPS \
  "ldrd r5, r6, [r1], #8\n" MOTE_TWO_TAPS("r5") MOTE_TWO_TAPS("r6")

// The first group adds to the biases in r11 and r12.
#define MOTE_FIRST_FOUR_TAPS                    \
  "ldrd r5, r6, [r1], #8\n" MOTE_TWO_TAPS_FROM( \
      "r5", "r11", "r12", "r11", "r12", "r11", "r12") MOTE_TWO_TAPS("r6")

// The windows' 16-bit form. sp: rows to come, pitch, groups of a row.
#define MOTE_WIDEN            \
  "push {r0, r4-r11, lr}\n"   \
  "sub sp, #28\n"             \
  "ldm r0, {r10, r11, r12}\n" \
  "add r11, r10, r11\n"       \
  "add r12, r10, r12\n"       \
  "add r1, r0, #12\n"         \
  "ldm r1, {r1, r2, r3}\n"    \
  "ldr r0, [r0, #24]\n"       \
  "strd r2, r3, [sp]\n"       \
  "str r1, [sp, #8]\n"        \
  "1:\n"                      \
  "ldr lr, [sp, #8]\n"        \
  "2:\n"                      \
  "ldr r1, [r10], #4\n"       \
  "ldr r2, [r11], #4\n"       \
  "ldr r3, [r12], #4\n"       \
  "sxtb16 r4, r1\n"           \
  "sxtb16 r5, r2\n"           \
  "sxtb16 r6, r3\n"           \
  "sxtb16 r7, r1, ror #8\n"   \
  "sxtb16 r8, r2, ror #8\n"   \
  "sxtb16 r9, r3, ror #8\n"   \
  "stm r0!, {r4-r9}\n"        \
  "subs lr, lr, #1\n"         \
  "bne 2b\n"                  \
  "ldrd r1, r2, [sp]\n"       \
  "add r10, r10, r2\n"        \
  "add r11, r11, r2\n"        \
  "add r12, r12, r2\n"        \
  "subs r1, r1, #1\n"         \
  "str r1, [sp]\n"            \
  "bne 1b\n"

// sp: output, steps to the second and third pixel, end of output, windows,
// rounds, entry address.
#define MOTE_BLOCK_BEGIN                                             \
  MOTE_WIDEN                                                         \
  "ldr r3, [sp, #28]\n"                                              \
  "ldrd r0, r1, [r3, #24]\n"                                         \
  "add r3, #32\n"                                                    \
  "ldm r3, {r2-r7}\n"                                                \
  "add r5, r2, r5\n"                                                 \
  "adr r8, 2f\n"                                                     \
  "orr r8, r8, #1\n"                                                 \
  "add r7, r8, r7, lsl #6\n"                                         \
  "mov r8, r6\n"                                                     \
  "mov r6, r0\n"                                                     \
  "stm sp, {r2-r6}\n"                                                \
  "strd r8, r7, [sp, #20]\n"                                         \
  "1:\n"                                                             \
  "ldrd r11, r12, [r1], #8\n" MOTE_FIRST_FOUR_TAPS                   \
  "ldrd lr, r2, [sp, #20]\n"                                         \
  "bx r2\n"                                                          \
  ".balign 4\n"                                                      \
  "2:\n" MOTE_FOUR_TAPS MOTE_FOUR_TAPS MOTE_FOUR_TAPS MOTE_FOUR_TAPS \
  "subs lr, lr, #1\n"                                                \
  "bne 2b\n"

#define MOTE_BLOCK_END       \
  "ldm sp, {r2-r4}\n"        \
  "bfi r8, r7, #8, #8\n"     \
  "bfi r10, r9, #8, #8\n"    \
  "bfi r12, r11, #8, #8\n"   \
  "strh r10, [r2, r3]\n"     \
  "strh r12, [r2, r4]\n"     \
  "strh r8, [r2], #2\n"      \
  "str r2, [sp]\n"           \
  "ldrd r3, r0, [sp, #12]\n" \
  "cmp r2, r3\n"             \
  "bne 1b\n"                 \
  "add sp, #28\n"            \
  "pop {r0, r4-r11, pc}\n"

// The sum times 256 plus a fraction in `s`; kShortShift is 12.
#define MOTE_RELU_OUTPUT(s, multiplier) \
  "smmla " s ", " s ", " multiplier     \
  ", r4\n"                              \
  "ssat " s ", #8, " s ", asr #12\n"

// Twice the sum in `s`.
#define MOTE_OUTPUT(s, multiplier, offset) \
  "add lr, " offset ", " s                 \
  ", asr #31\n"                            \
  "smmlar " s ", " s ", " multiplier       \
  ", lr\n"                                 \
  "asr " s ", " s                          \
  ", r6\n"                                 \
  "ssat " s ", #8, " s "\n"

}  // namespace

__attribute__((naked)) void ReluBlock(const PixelBlock* /*block*/) {
  asm volatile(MOTE_BLOCK_BEGIN
               "ldm r1!, {r2, r3}\n"
               "mvn r4, #0x7F800\n"  // kReluOffset
               "sub r7, r7, r8\n"
               "sub r9, r9, r10\n"
               "sub r11, r11, r12\n"
               "ror r8, r8, #24\n"
               "ror r10, r10, #24\n"
               "ror r12, r12, #24\n" MOTE_RELU_OUTPUT("r7", "r2")
                   MOTE_RELU_OUTPUT("r9", "r2") MOTE_RELU_OUTPUT("r11", "r2")
                       MOTE_RELU_OUTPUT("r8", "r3")
                           MOTE_RELU_OUTPUT("r10", "r3")
                               MOTE_RELU_OUTPUT("r12", "r3") MOTE_BLOCK_END);
}

__attribute__((naked)) void GeneralBlock(const PixelBlock* /*block*/) {
  asm volatile(
      MOTE_BLOCK_BEGIN
      "ldm r1!, {r2-r6}\n"
      "sub r7, r7, r8\n"
      "sub r9, r9, r10\n"
      "sub r11, r11, r12\n"
      "asr r7, r7, #7\n"
      "asr r9, r9, #7\n"
      "asr r11, r11, #7\n"
      MOTE_OUTPUT("r7", "r2", "r3")
      MOTE_OUTPUT("r9", "r2", "r3")
      MOTE_OUTPUT("r11", "r2", "r3")
      "lsr r6, r6, #8\n"
      "lsl r8, r8, #1\n"
      "lsl r10, r10, #1\n"
      "lsl r12, r12, #1\n"
      MOTE_OUTPUT("r8", "r4", "r5")
      MOTE_OUTPUT("r10", "r4", "r5")
      MOTE_OUTPUT("r12", "r4", "r5")
      MOTE_BLOCK_END);
}

}  // namespace armv7em
}  // namespace nn
}  // namespace mote
