// Assembly that the Armv7-M kernels share: sums in staggered words to outputs
// (device/nn/staggered.h).
#pragma once

// Three sums: a and c in new registers, b in place of the first word.
#define MOTE_SEPARATE(first, second, a, c) \
  "sbfx " a ", " first                     \
  ", #0, #21\n"                            \
  "sub " first ", " first ", " a           \
  "\n"                                     \
  "sub " second ", " second ", " first     \
  ", asr #10\n"                            \
  "sbfx " c ", " second                    \
  ", #0, #22\n"                            \
  "sub " second ", " second ", " c         \
  "\n"                                     \
  "asr " first ", " first                  \
  ", #21\n"                                \
  "add " first ", " first ", " second ", asr #11\n"

// 256 * bias in r2, multiplier, offset and shift in r3, r5, r7; r0 and, without
// ReLU, r12 are used.
#define MOTE_RELU_OUTPUT(v) \
  "add " v ", r2, " v       \
  ", lsl #8\n"              \
  "smull r0, " v ", " v     \
  ", r3\n"                  \
  "add " v ", " v           \
  ", r5\n"                  \
  "asr " v ", " v           \
  ", r7\n"                  \
  "ssat " v ", #8, " v "\n"

#define MOTE_OUTPUT(v)  \
  "add " v ", r2, " v   \
  ", lsl #8\n"          \
  "asr r12, " v         \
  ", #31\n"             \
  "smull r0, " v ", " v \
  ", r3\n"              \
  "add " v ", " v       \
  ", r5\n"              \
  "add " v ", " v       \
  ", r12, lsl #7\n"     \
  "asr " v ", " v       \
  ", r7\n"              \
  "ssat " v ", #8, " v "\n"
