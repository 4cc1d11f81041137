#include "device/nn/conv/six_windows.h"
#include "device/nn/conv/staggered_conv.h"
#include "device/nn/staggered_armv7m.h"

namespace mote {
namespace nn {
namespace armv7m {
namespace {

// Widens `count` taps of six windows into their words; returns the end.
__attribute__((naked)) int32_t* Pack(const int8_t* const* /*pixels*/,
                                     int32_t /*count*/, int32_t* /*words*/) {
  asm volatile(
      "push {r4-r11, lr}\n"
      "mov r12, r2\n"
      "mov lr, r1\n"
      "ldm r0, {r0-r5}\n"
      "1:\n"
      "ldrsb r6, [r0], #1\n"
      "ldrsb r7, [r1], #1\n"
      "ldrsb r8, [r2], #1\n"
      "ldrsb r9, [r3], #1\n"
      "ldrsb r10, [r4], #1\n"
      "ldrsb r11, [r5], #1\n"
      "add r6, r6, r7, lsl #21\n"
      "add r7, r8, r7, lsl #11\n"
      "add r8, r9, r10, lsl #21\n"
      "add r9, r11, r10, lsl #11\n"
      "stm r12!, {r6-r9}\n"
      "subs lr, lr, #1\n"
      "bne 1b\n"
      "mov r0, r12\n"
      "pop {r4-r11, pc}\n");
}

// The order is that of the assembly.
struct Channels {
  const int32_t* words;
  const int8_t* weights;
  const int32_t* outputs;
  const int8_t* weights_end;
  int32_t taps, taps_of_part;
};

// Weights at r1, words at r0; sums in r4 to r7.
#define MOTE_TAP          \
  "ldrsb r2, [r1], #1\n"  \
  "ldm r0!, {r8-r11}\n"   \
  "mla r4, r8, r2, r4\n"  \
  "mla r5, r9, r2, r5\n"  \
  "mla r6, r10, r2, r6\n" \
  "mla r7, r11, r2, r7\n"

// Adds the sums of earlier parts.
#define MOTE_ADD_PARTS(a, b, offset) \
  "ldrd r2, r5, [sp, #" offset       \
  "]\n"                              \
  "add " a ", " a                    \
  ", r2\n"                           \
  "add " b ", " b ", r5\n"

// On the stack: 0 sums of earlier parts, 24 words, 28 end of the channel's
// weights, 32 outputs' words, 36 end of weights, 40 taps, 44 taps of a part,
// 48 output, 52 step, 56 whether there are earlier parts.
#define MOTE_ADD_ALL_PARTS         \
  MOTE_ADD_PARTS("r8", "r4", "0")  \
  MOTE_ADD_PARTS("r9", "r10", "8") \
  MOTE_ADD_PARTS("r6", "r11", "16")

#define MOTE_SIX_PIXELS(out) \
  "push {r4-r11, lr}\n"               \
  "sub sp, #60\n"                     \
  "ldm r0, {r3-r8}\n"                 \
  "str r3, [sp, #24]\n"               \
  "strd r5, r6, [sp, #32]\n"          \
  "strd r7, r8, [sp, #40]\n"          \
  "strd r1, r2, [sp, #48]\n"          \
  "mov r1, r4\n"                      \
  "movs r2, #0\n"                     \
  "str r2, [sp, #56]\n"               \
  "1:\n"                              \
  "ldr r0, [sp, #24]\n"               \
  "ldr r2, [sp, #40]\n"               \
  "add r2, r2, r1\n"                  \
  "str r2, [sp, #28]\n"               \
  "2:\n"                              \
  "ldr r3, [sp, #44]\n"               \
  "ldr r2, [sp, #28]\n"               \
  "add r3, r3, r1\n"                  \
  "cmp r3, r2\n"                      \
  "it hi\n"                           \
  "movhi r3, r2\n"                    \
  "subs r2, r3, r1\n"                 \
  "movs r4, #0\n"                     \
  "movs r5, #0\n"                     \
  "movs r6, #0\n"                     \
  "movs r7, #0\n"                     \
  "tst r2, #4\n"                      \
  "bne 4f\n"                          \
  "3:\n"                              \
  MOTE_TAP MOTE_TAP MOTE_TAP MOTE_TAP \
  "4:\n"                              \
  MOTE_TAP MOTE_TAP MOTE_TAP MOTE_TAP \
  "cmp r1, r3\n"                      \
  "bne 3b\n"                          \
  MOTE_SEPARATE("r4", "r5", "r8", "r9")   \
  MOTE_SEPARATE("r6", "r7", "r10", "r11") \
  "ldr r2, [sp, #28]\n"               \
  "ldr r3, [sp, #56]\n"               \
  "cmp r1, r2\n"                      \
  "beq 5f\n"                          \
  "cbz r3, 6f\n"                      \
  MOTE_ADD_ALL_PARTS                  \
  "6:\n"                              \
  "strd r8, r4, [sp]\n"               \
  "strd r9, r10, [sp, #8]\n"          \
  "strd r6, r11, [sp, #16]\n"         \
  "movs r2, #1\n"                     \
  "str r2, [sp, #56]\n"               \
  "b 2b\n"                            \
  "5:\n"                              \
  "cbz r3, 7f\n"                      \
  MOTE_ADD_ALL_PARTS                  \
  "movs r2, #0\n"                     \
  "str r2, [sp, #56]\n"               \
  "7:\n"                              \
  "ldr r12, [sp, #32]\n"              \
  "ldm r12!, {r2, r3, r5, r7}\n"      \
  "str r12, [sp, #32]\n"              \
  "lsl r2, r2, #8\n"                  \
  out("r8") out("r4") out("r9") out("r10") out("r6") out("r11") \
  "ldrd r12, lr, [sp, #48]\n"         \
  "add r0, r12, lr\n"                 \
  "add r0, r0, lr, lsl #1\n"          \
  "strb r8, [r12]\n"                  \
  "strb r4, [r12, lr]\n"              \
  "strb r9, [r12, lr, lsl #1]\n"      \
  "strb r10, [r0]\n"                  \
  "strb r6, [r0, lr]\n"               \
  "strb r11, [r0, lr, lsl #1]\n"      \
  "add r12, r12, #1\n"                \
  "str r12, [sp, #48]\n"              \
  "ldr r2, [sp, #36]\n"               \
  "cmp r1, r2\n"                      \
  "bne.w 1b\n"                        \
  "add sp, #60\n"                     \
  "pop {r4-r11, pc}\n"

// All channels of six pixels that lie `step` bytes apart.
__attribute__((naked)) void SixPixelsRelu(const Channels* /*channels*/,
                                          int8_t* /*output*/,
                                          int32_t /*step*/) {
  asm volatile(MOTE_SIX_PIXELS(MOTE_RELU_OUTPUT));
}

__attribute__((naked)) void SixPixels(const Channels* /*channels*/,
                                      int8_t* /*output*/, int32_t /*step*/) {
  asm volatile(MOTE_SIX_PIXELS(MOTE_OUTPUT));
}

}  // namespace

void ConvInt8(const StaggeredConvParams& p, const int8_t* input, int8_t* output,
              int8_t* scratch) {
  const int32_t taps = StaggeredTaps(p);
  const auto six = p.sign_steps == 0 ? SixPixelsRelu : SixPixels;
  staggered::Conv(p, input, output, scratch, Pack,
                  [&](const int32_t* words, int8_t* to, int32_t step) {
                    const Channels channels = {
                        words,     p.weights,
                        p.outputs, p.weights + taps * p.output_channels,
                        taps,      p.taps_of_part};
                    six(&channels, to, step);
                  });
}

}  // namespace armv7m
}  // namespace nn
}  // namespace mote
