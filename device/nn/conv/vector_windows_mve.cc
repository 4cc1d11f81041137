#include "device/nn/conv/vector_windows.h"

namespace mote {
namespace nn {
namespace mve {

// clang-format off
#define MOTE_THREE(OPERATION) OPERATION("q4") OPERATION("q5") OPERATION("q6")
#define MOTE_NEXT_WORDS "vldrw.u32 q3, [%[words]], #16\n"
#define MOTE_ADD(q) "vadd.i32 " q ", " q ", q3\n"
#define MOTE_SHIFT(q) "vrshl.s32 " q ", " q ", q3\n"
#define MOTE_ZERO(q) "vadd.i32 " q ", " q ", %[x0]\n"
#define MOTE_LOW(q) "vmax.s32 " q ", " q ", q3\n"
#define MOTE_HIGH(q) "vmin.s32 " q ", " q ", q3\n"
// Doubling and rounding multiplication is what Requantize does first; its shift
// rounds ties away from zero, the vector's upwards: one less before the shift
// makes up for that below zero, where no ReLU hides it.
#define MOTE_SCALE(q)                           \
  ".if !%c[relu]\n"                             \
  "vshr.s32 q7, " q ", #31\n"                   \
  ".endif\n"                                    \
  "vqrdmulh.s32 " q ", " q ", q3\n"             \
  ".if !%c[relu]\n"                             \
  "vadd.i32 " q ", " q ", q7\n"                 \
  ".endif\n"
// Sums in q4, q5 and q6 to outputs. With ReLU those of two windows are side by
// side in q4. Leaves the output step in y0.
#define MOTE_SCALED                             \
  MOTE_NEXT_WORDS MOTE_THREE(MOTE_ADD)          \
  MOTE_NEXT_WORDS MOTE_THREE(MOTE_SCALE)        \
  "ldrd %[x0], %[y0], [%[state], #56]\n"        \
  MOTE_NEXT_WORDS MOTE_THREE(MOTE_SHIFT)        \
  ".if %c[relu]\n"                              \
  "vqmovunb.s32 q4, q4\n"                       \
  "vqmovunb.s32 q6, q6\n"                       \
  "vqmovunt.s32 q4, q5\n"                       \
  "vqmovnb.u16 q6, q6\n"                        \
  "vqmovnb.u16 q4, q4\n"                        \
  "vadd.i8 q6, q6, %[x0]\n"                     \
  "vadd.i8 q4, q4, %[x0]\n"                     \
  ".else\n"                                     \
  MOTE_THREE(MOTE_ZERO)                         \
  "vldrw.u32 q3, [%[state]]\n"                  \
  MOTE_THREE(MOTE_LOW)                          \
  "vldrw.u32 q3, [%[state], #16]\n"             \
  MOTE_THREE(MOTE_HIGH)                         \
  ".endif\n"
// Stores the channels that `left` counts.
#define MOTE_STORE(left)                        \
  "vctp.32 " left "\n"                          \
  ".if %c[relu]\n"                              \
  "add %[y1], %[output], %[y0], lsl #1\n"       \
  "vpstt\n"                                     \
  "vstrbt.16 q4, [%[output], q7]\n"             \
  "vstrbt.32 q6, [%[y1]]\n"                     \
  "adds %[output], #4\n"                        \
  ".else\n"                                     \
  "add %[x1], %[output], %[y0]\n"               \
  "add %[y1], %[x1], %[y0]\n"                   \
  "vpsttt\n"                                    \
  "vstrbt.32 q4, [%[output]], #4\n"             \
  "vstrbt.32 q5, [%[x1]]\n"                     \
  "vstrbt.32 q6, [%[y1]]\n"                     \
  ".endif\n"                                    \
  "subs " left ", #4\n"
// Two channels' sums of three windows to two lanes each.
#define MOTE_EVEN(q) q "[2], " q "[0]"
#define MOTE_ODD(q) q "[3], " q "[1]"
#define MOTE_LANES(LANES)                       \
  "vmov " LANES("q4") ", %[x0], %[x1]\n"        \
  "vmov " LANES("q5") ", %[y0], %[y1]\n"        \
  "vmov " LANES("q6") ", %[z0], %[z1]\n"

// One step of 16 taps: three windows and two channels. A: "" begins sums, "a"
// adds to them. FROM(x): where window x is read.
#define MOTE_STEP(A, FROM)             \
  "vldrb.u8 q0, [%[weights]], #16\n"   \
  "vldrb.u8 q2, " FROM("x") "\n"       \
  "vldrb.u8 q1, [%[weights]], #16\n"   \
  "vmladav" A ".s8 %[x0], q2, q0\n"    \
  "vldrb.u8 q3, " FROM("y") "\n"       \
  "vmladav" A ".s8 %[x1], q2, q1\n"    \
  "vldrb.u8 q2, " FROM("z") "\n"       \
  "vmladav" A ".s8 %[y0], q3, q0\n"    \
  "vmladav" A ".s8 %[y1], q3, q1\n"    \
  "vmladav" A ".s8 %[z0], q2, q0\n"    \
  "vmladav" A ".s8 %[z1], q2, q1\n"
#define MOTE_FORWARD(window) "[%[" window "]], #16"
#define MOTE_BACK(window) "[%[" window "], #-16]!"
#define MOTE_SUMS(FROM, LANES)         \
  "ldr lr, [%[state], #84]\n"          \
  MOTE_STEP("", FROM)                  \
  "wls lr, lr, 4f\n"                   \
  "3:\n"                               \
  MOTE_STEP("a", FROM)                 \
  "le lr, 3b\n"                        \
  "4:\n"                               \
  MOTE_LANES(LANES)
// One channel of the windows in q0, q1 and q2.
#define MOTE_SHORT(lane)               \
  "vldrb.u8 q3, [%[weights]], #16\n"   \
  "vmladav.s8 %[x" lane "], q0, q3\n"  \
  "vmladav.s8 %[y" lane "], q1, q3\n"  \
  "vmladav.s8 %[z" lane "], q2, q3\n"
// clang-format on

// Functions of their own, as assembly cannot say that it changes the predicate.
// Sums want even registers, addresses of bytes low ones.
template <bool kRelu>
__attribute__((noipa)) void ThreeWindows(Groups* groups, const int8_t* x,
                                         int32_t distance, int8_t* output) {
  const int8_t *y = x + distance, *z = y + distance, *weights;
  const int32_t* words;
  register int32_t x0 asm("r0"), x1 asm("r2"), y0 asm("r4"), y1 asm("r6");
  int32_t z0, z1;
  asm volatile(
      "vldrw.u32 q7, [%[state], #32]\n"
      "1:\n"
      "ldrd %[weights], %[words], [%[state], #48]\n"
      "2:\n"
      MOTE_SUMS(MOTE_FORWARD, MOTE_EVEN)
      MOTE_SUMS(MOTE_BACK, MOTE_ODD)
      MOTE_SCALED
      "ldr %[z0], [%[state], #80]\n"
      "sub %[z0], %[output]\n"
      MOTE_STORE("%[z0]")
      "bgt 2b\n"
      "ldrd %[y0], %[x0], [%[state], #64]\n"
      "add %[x], %[x0]\n"
      "add %[y], %[x0]\n"
      "add %[z], %[x0]\n"
      "add %[output], %[y0]\n"
      "ldrd %[x0], %[y0], [%[state], #72]\n"
      "add %[x0], %[output]\n"
      "subs %[y0], #1\n"
      "strd %[y0], %[x0], [%[state], #76]\n"
      "bgt 1b\n"
      : [x] "+&r"(x), [y] "+&r"(y), [z] "+&r"(z), [output] "+&l"(output),
        [weights] "=&r"(weights), [words] "=&r"(words), [x0] "=&r"(x0),
        [x1] "=&r"(x1), [y0] "=&r"(y0), [y1] "=&r"(y1), [z0] "=&Te"(z0),
        [z1] "=&Te"(z1)
      : [state] "r"(groups), [relu] "i"(kRelu)
      : "q0", "q1", "q2", "q3", "q4", "q5", "q6", "q7", "lr", "cc", "memory");
}

template <bool kRelu>
__attribute__((noipa)) void ThreeShortWindows(Groups* groups, const int8_t* x,
                                              int32_t distance,
                                              int8_t* output) {
  const int8_t* weights;
  const int32_t* words;
  register int32_t x0 asm("r0"), x1 asm("r2"), y0 asm("r4"), y1 asm("r6");
  int32_t z0, z1, left;
  asm volatile(
      "vldrw.u32 q7, [%[state], #32]\n"
      "1:\n"
      "ldrd %[weights], %[words], [%[state], #48]\n"
      "ldr %[left], [%[state], #72]\n"
      "vldrb.u8 q0, [%[x]]\n"
      "add %[x], %[distance]\n"
      "vldrb.u8 q1, [%[x]]\n"
      "add %[x], %[distance]\n"
      "vldrb.u8 q2, [%[x]]\n"
      "add %[x], %[distance]\n"
      "2:\n"
      MOTE_SHORT("0")
      MOTE_SHORT("1")
      MOTE_LANES(MOTE_EVEN)
      MOTE_SHORT("0")
      MOTE_SHORT("1")
      MOTE_LANES(MOTE_ODD)
      MOTE_SCALED
      MOTE_STORE("%[left]")
      "bgt 2b\n"
      "ldr %[x0], [%[state], #64]\n"
      "ldr %[y0], [%[state], #76]\n"
      "add %[output], %[x0]\n"
      "subs %[y0], #1\n"
      "str %[y0], [%[state], #76]\n"
      "bgt 1b\n"
      : [x] "+&r"(x), [output] "+&l"(output), [weights] "=&r"(weights),
        [words] "=&r"(words), [x0] "=&r"(x0), [x1] "=&r"(x1), [y0] "=&r"(y0),
        [y1] "=&r"(y1), [z0] "=&Te"(z0), [z1] "=&Te"(z1), [left] "=&r"(left)
      : [state] "r"(groups), [distance] "r"(distance), [relu] "i"(kRelu)
      : "q0", "q1", "q2", "q3", "q4", "q5", "q6", "q7", "cc", "memory");
}

template void ThreeWindows<false>(Groups*, const int8_t*, int32_t, int8_t*);
template void ThreeWindows<true>(Groups*, const int8_t*, int32_t, int8_t*);
template void ThreeShortWindows<false>(Groups*, const int8_t*, int32_t,
                                       int8_t*);
template void ThreeShortWindows<true>(Groups*, const int8_t*, int32_t, int8_t*);

}  // namespace mve
}  // namespace nn
}  // namespace mote
