// Assembly, for gcc neither loads several registers at a time nor keeps six
// sums and the weights in registers. Counted in QEMU: 17 instructions for 24
// multiplications.
#include "device/nn/conv/three_pixels.h"

namespace mote {
namespace nn {
namespace armv7em {
namespace {

// Sums: r7 r9 r11 hold 256 A + B of the three pixels, r8 r10 r12 hold B.
#define MOTE_TWO_TAPS(w) \
  "ldm.n r0!, {r2-r4}\n" \
  "smlad r7, r2, " w     \
  ", r7\n"               \
  "smlad r9, r3, " w     \
  ", r9\n"               \
  "smlad r11, r4, " w    \
  ", r11\n"              \
  "sxtb16 " w ", " w     \
  "\n"                   \
  "smlad r8, r2, " w     \
  ", r8\n"               \
  "smlad r10, r3, " w    \
  ", r10\n"              \
  "smlad r12, r4, " w ", r12\n"

// 64 bytes of code: the first round is entered in its middle.
#define MOTE_FOUR_TAPS \
  "ldrd r5, r6, [r1], #8\n" MOTE_TWO_TAPS("r5") MOTE_TWO_TAPS("r6")

// sp: output, stride, end of output, windows, rounds, entry address.
#define MOTE_BLOCK_BEGIN                                             \
  "push {r4-r11, lr}\n"                                              \
  "sub sp, #24\n"                                                    \
  "ldm r3, {r4-r7}\n"                                                \
  "add r5, r2, r5\n"                                                 \
  "adr r8, 2f\n"                                                     \
  "orr r8, r8, #1\n"                                                 \
  "add r7, r8, r7, lsl #6\n"                                         \
  "strd r2, r4, [sp]\n"                                              \
  "strd r5, r0, [sp, #8]\n"                                          \
  "strd r6, r7, [sp, #16]\n"                                         \
  "1:\n"                                                             \
  "ldrd r7, r8, [r1], #8\n"                                          \
  "ldrd lr, r2, [sp, #16]\n"                                         \
  "mov r9, r7\n"                                                     \
  "mov r10, r8\n"                                                    \
  "mov r11, r7\n"                                                    \
  "mov r12, r8\n"                                                    \
  "bx r2\n"                                                          \
  ".balign 4\n"                                                      \
  "2:\n" MOTE_FOUR_TAPS MOTE_FOUR_TAPS MOTE_FOUR_TAPS MOTE_FOUR_TAPS \
  "subs lr, lr, #1\n"                                                \
  "bne 2b\n"                                                         \
  "ldm r1!, {r2-r6}\n"                                               \
  "sub r7, r7, r8\n"                                                 \
  "sub r9, r9, r10\n"                                                \
  "sub r11, r11, r12\n"

#define MOTE_BLOCK_END      \
  "ldrd r2, r3, [sp]\n"     \
  "add r4, r2, r3\n"        \
  "add r5, r4, r3\n"        \
  "strb r7, [r2, #1]\n"     \
  "strb r8, [r2], #2\n"     \
  "strb r9, [r4, #1]\n"     \
  "strb r10, [r4]\n"        \
  "strb r11, [r5, #1]\n"    \
  "strb r12, [r5]\n"        \
  "str r2, [sp]\n"          \
  "ldrd r3, r0, [sp, #8]\n" \
  "cmp r2, r3\n"            \
  "bne 1b\n"                \
  "add sp, #24\n"           \
  "pop {r4-r11, pc}\n"

#define MOTE_SATURATE(s) \
  "asr " s ", " s        \
  ", r6\n"               \
  "ssat " s ", #8, " s "\n"

// The sum times 256 in `s`.
#define MOTE_RELU_OUTPUT(s, multiplier, offset) \
  "smmla " s ", " s ", " multiplier ", " offset "\n" MOTE_SATURATE(s)

// Twice the sum in `s`.
#define MOTE_OUTPUT(s, multiplier, offset) \
  "add lr, " offset ", " s                 \
  ", asr #31\n"                            \
  "smmlar " s ", " s ", " multiplier ", lr\n" MOTE_SATURATE(s)

// Widens four taps of each pixel, `offset` bytes from r10, r11 and r12.
#define MOTE_WIDEN(address1, address2, address3) \
  "ldr r1, " address1                            \
  "\n"                                           \
  "ldr r2, " address2                            \
  "\n"                                           \
  "ldr r3, " address3                            \
  "\n"                                           \
  "sxtb16 r4, r1\n"                              \
  "sxtb16 r5, r2\n"                              \
  "sxtb16 r6, r3\n"                              \
  "sxtb16 r7, r1, ror #8\n"                      \
  "sxtb16 r8, r2, ror #8\n"                      \
  "sxtb16 r9, r3, ror #8\n"                      \
  "stm r0!, {r4-r9}\n"
#define MOTE_WIDEN_AT(o) \
  MOTE_WIDEN("[r10, #" o "]", "[r11, #" o "]", "[r12, #" o "]")

// Rows of two groups, unrolled: tinyConv's windows.
__attribute__((naked)) void WidenTwoGroups(const WindowRuns* /*runs*/,
                                           int32_t* /*windows*/) {
  asm volatile(
      "push {r4-r11, lr}\n"
      "mov r2, r0\n"
      "mov r0, r1\n"
      "ldm r2!, {r10, r11, r12}\n"
      "ldrd lr, r1, [r2, #4]\n"
      "push {r1}\n"
      "1:\n"
      MOTE_WIDEN_AT("0") MOTE_WIDEN_AT("4")
      "ldr r1, [sp]\n"
      "add r10, r10, r1\n"
      "add r11, r11, r1\n"
      "add r12, r12, r1\n"
      "subs lr, lr, #1\n"
      "bne 1b\n"
      "add sp, #4\n"
      "pop {r4-r11, pc}\n");
}

// Rows of any number of groups; the pitch counts from a row's end.
__attribute__((naked)) void WidenAnyGroups(const WindowRuns* /*runs*/,
                                           int32_t* /*windows*/) {
  asm volatile(
      "push {r4-r11, lr}\n"
      "sub sp, #12\n"
      "mov r5, r0\n"
      "mov r0, r1\n"
      "ldm r5!, {r10, r11, r12}\n"
      "ldm r5, {r2, r3, r4}\n"
      "stm sp, {r2, r3, r4}\n"
      "1:\n"
      "ldr lr, [sp]\n"
      "2:\n"
      MOTE_WIDEN("[r10], #4", "[r11], #4", "[r12], #4")
      "subs lr, lr, #1\n"
      "bne 2b\n"
      "ldrd r1, r2, [sp, #4]\n"
      "add r10, r10, r2\n"
      "add r11, r11, r2\n"
      "add r12, r12, r2\n"
      "subs r1, r1, #1\n"
      "str r1, [sp, #4]\n"
      "bne 1b\n"
      "add sp, #12\n"
      "pop {r4-r11, pc}\n");
}

}  // namespace

__attribute__((naked)) void ReluBlock(const int32_t* /*windows*/,
                                      const int32_t* /*packed*/,
                                      int8_t* /*output*/,
                                      const BlockShape* /*shape*/) {
  asm volatile(
      MOTE_BLOCK_BEGIN
      MOTE_RELU_OUTPUT("r7", "r2", "r3")
      MOTE_RELU_OUTPUT("r9", "r2", "r3")
      MOTE_RELU_OUTPUT("r11", "r2", "r3")
      "lsr r6, r6, #8\n"
      "lsl r8, r8, #8\n"
      "lsl r10, r10, #8\n"
      "lsl r12, r12, #8\n"
      MOTE_RELU_OUTPUT("r8", "r4", "r5")
      MOTE_RELU_OUTPUT("r10", "r4", "r5")
      MOTE_RELU_OUTPUT("r12", "r4", "r5")
      MOTE_BLOCK_END);
}

__attribute__((naked)) void GeneralBlock(const int32_t* /*windows*/,
                                         const int32_t* /*packed*/,
                                         int8_t* /*output*/,
                                         const BlockShape* /*shape*/) {
  asm volatile(
      MOTE_BLOCK_BEGIN
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

void WidenWindows(const WindowRuns& runs, int32_t* windows) {
  if (runs.groups == 2) return WidenTwoGroups(&runs, windows);
  WindowRuns from_row_ends = runs;
  from_row_ends.pitch -= 4 * runs.groups;
  WidenAnyGroups(&from_row_ends, windows);
}

}  // namespace armv7em
}  // namespace nn
}  // namespace mote
