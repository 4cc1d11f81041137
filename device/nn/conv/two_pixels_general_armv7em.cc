// The outputs of layers whose activation is not a ReLU alone.
#include "device/nn/conv/two_pixels.h"

// Twice the sum in `s`; multiplier, offset and shift in r2, r3 and r4.
#define MOTE_OUTPUT(s) \
  "add r5, r3, " s     \
  ", asr #31\n"        \
  "smmlar " s ", " s   \
  ", r2, r5\n"         \
  "asr " s ", " s      \
  ", r4\n"             \
  "ssat " s ", #8, " s "\n"

// Both pixels' outputs of two channels.
#define MOTE_TWO_CHANNELS(a, b, second_a, second_b) \
  "ldm r1!, {r2, r3, r4}\n"                         \
  "sub " a ", " a ", " b                            \
  "\n"                                              \
  "sub " second_a ", " second_a ", " second_b       \
  "\n"                                              \
  "asr " a ", " a                                   \
  ", #7\n"                                          \
  "asr " second_a ", " second_a                     \
  ", #7\n" MOTE_OUTPUT(a) MOTE_OUTPUT(second_a)     \
  "ldm r1!, {r2, r3}\n"                             \
  "lsr r4, r4, #8\n"                                \
  "lsl " b ", " b                                   \
  ", #1\n"                                          \
  "lsl " second_b ", " second_b                     \
  ", #1\n" MOTE_OUTPUT(b) MOTE_OUTPUT(second_b)

// Sums as in two_pixels_armv7em.cc.
extern "C" __attribute__((naked)) void mote_general_outputs() {
  asm volatile(MOTE_TWO_CHANNELS("r6", "r7", "r10", "r11") MOTE_TWO_CHANNELS(
      "r8", "r9", "r12", "lr") "b.w mote_store_outputs\n");
}
