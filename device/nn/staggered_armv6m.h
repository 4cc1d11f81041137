// Assembly that the Armv6-M kernels share: sums in staggered words to outputs
// (device/nn/staggered.h). The multiplier of a channel lies in parts of 7, 8, 8
// and 8 bits, from the lowest, as products have 32 bits: each step rounds down,
// so that the last is exact.
#pragma once

#include <stdint.h>

namespace mote {
namespace nn {
namespace armv6m {

// A channel's quantization, in the order of the assembly.
struct OutputParts {
  int32_t parts[4];
  int32_t bias, offset, shift;
  int32_t negative;  // added to negative sums: -128; 0 with ReLU
};

}  // namespace armv6m
}  // namespace nn
}  // namespace mote

// The words r0 and r1 as three sums to the stack; uses r2.
#define MOTE_SEPARATE(a, b, c) \
  "lsls r2, r0, #11\n"         \
  "asrs r2, r2, #11\n"         \
  "str r2, [sp, #" a           \
  "]\n"                        \
  "subs r0, r0, r2\n"          \
  "asrs r2, r0, #10\n"         \
  "subs r1, r1, r2\n"          \
  "lsls r2, r1, #10\n"         \
  "asrs r2, r2, #10\n"         \
  "str r2, [sp, #" c           \
  "]\n"                        \
  "subs r1, r1, r2\n"          \
  "asrs r0, r0, #21\n"         \
  "asrs r1, r1, #11\n"         \
  "adds r0, r0, r1\n"          \
  "str r0, [sp, #" b "]\n"

// OutputParts at r1 to r8 to r12, lr, r4 and r6; uses r2, r3 and r5.
#define MOTE_LOAD_PARTS     \
  "ldm r1!, {r2-r6}\n"      \
  "mov r8, r2\n"            \
  "mov r9, r3\n"            \
  "mov r10, r4\n"           \
  "mov r11, r5\n"           \
  "mov r12, r6\n"           \
  "ldm r1!, {r3, r4, r6}\n" \
  "mov lr, r3\n"

#define MOTE_ADD_PRODUCT(part, shift) \
  "mov r2, " part                     \
  "\n"                                \
  "muls r2, r0, r2\n"                 \
  "adds r1, r1, r2\n"                 \
  "asrs r1, r1, #" shift "\n"

// The sum r0 to the output r1; uses r2.
#define MOTE_OUTPUT \
  "add r0, r12\n"              \
  "mov r1, r8\n"               \
  "muls r1, r0, r1\n"          \
  "asrs r1, r1, #7\n"          \
  MOTE_ADD_PRODUCT("r9", "8")  \
  MOTE_ADD_PRODUCT("r10", "8") \
  MOTE_ADD_PRODUCT("r11", "1") \
  "asrs r0, r0, #31\n"         \
  "ands r0, r6\n"              \
  "adds r1, r1, r0\n"          \
  "add r1, lr\n"               \
  "asrs r1, r4\n"              \
  "sxtb r2, r1\n"              \
  "cmp r1, r2\n"               \
  "beq 9f\n"                   \
  "asrs r2, r1, #31\n"         \
  "movs r1, #127\n"            \
  "eors r1, r2\n"              \
  "9:\n"

#define MOTE_SAVE_REGISTERS \
  "push {r4-r7, lr}\n"      \
  "mov r4, r8\n"            \
  "mov r5, r9\n"            \
  "mov r6, r10\n"           \
  "mov r7, r11\n"           \
  "push {r4-r7}\n"
#define MOTE_RESTORE_AND_RETURN \
  "pop {r4-r7}\n"               \
  "mov r8, r4\n"                \
  "mov r9, r5\n"                \
  "mov r10, r6\n"               \
  "mov r11, r7\n"               \
  "pop {r4-r7, pc}\n"
