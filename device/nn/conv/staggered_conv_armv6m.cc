#include "device/nn/conv/six_windows.h"
#include "device/nn/conv/staggered_conv.h"
#include "device/nn/staggered_armv6m.h"

namespace mote {
namespace nn {
namespace armv6m {
namespace {

constexpr int32_t kChannelsTogether = 16;  // bytes of a tap's words, too

// Widens `count` taps of three windows into every other two words.
__attribute__((naked)) void PackThree(const int8_t* const* /*pixels*/,
                                      int32_t /*count*/, int32_t* /*words*/) {
  asm volatile(
      ".syntax unified\n"
      "push {r4-r7, lr}\n"
      "mov r12, r1\n"
      "mov r7, r2\n"
      "ldr r1, [r0, #4]\n"
      "ldr r2, [r0, #8]\n"
      "ldr r0, [r0]\n"
      "movs r3, #0\n"
      "1:\n"
      "ldrsb r4, [r0, r3]\n"
      "ldrsb r5, [r1, r3]\n"
      "ldrsb r6, [r2, r3]\n"
      "lsls r5, r5, #11\n"
      "adds r6, r6, r5\n"
      "lsls r5, r5, #10\n"
      "adds r4, r4, r5\n"
      "str r4, [r7]\n"
      "str r6, [r7, #4]\n"
      "adds r7, r7, #16\n"
      "adds r3, r3, #1\n"
      "cmp r3, r12\n"
      "bne 1b\n"
      "pop {r4-r7, pc}\n"
      ".syntax divided\n");
}

int32_t* Pack(const int8_t* const* pixels, int32_t count, int32_t* words) {
  PackThree(pixels, count, words);
  PackThree(pixels + 3, count, words + 2);
  return words + 4 * count;
}

// One channel of six pixels, in the order of the assembly. The words end at
// `end`, a multiple of four taps; weights are 16 bytes apart.
struct Channel {
  const int32_t* words;
  const int8_t* weights;
  const int32_t* end;
  const OutputParts* quantization;
  int8_t* output;
  int32_t step;
};

// A weight's address goes along with that of its words.
#define MOTE_TAP         \
  "ldrsb r5, [r7, r6]\n" \
  "ldm r6!, {r0-r3}\n"   \
  "muls r0, r5, r0\n"    \
  "add r8, r0\n"         \
  "muls r1, r5, r1\n"    \
  "add r9, r1\n"         \
  "muls r2, r5, r2\n"    \
  "add r10, r2\n"        \
  "muls r3, r5, r3\n"    \
  "add r11, r3\n"

// The channel at r0: six sums to the stack.
#define MOTE_SUM_UP \
  "ldm r0!, {r1-r3}\n"               \
  "mov r6, r1\n"                     \
  "subs r7, r2, r1\n"                \
  "mov lr, r3\n"                     \
  "movs r4, #0\n"                    \
  "mov r8, r4\n"                     \
  "mov r9, r4\n"                     \
  "mov r10, r4\n"                    \
  "mov r11, r4\n"                    \
  "1:\n"                             \
  MOTE_TAP MOTE_TAP MOTE_TAP MOTE_TAP \
  "cmp r6, lr\n"                     \
  "bne 1b\n"                         \
  "mov r0, r8\n"                     \
  "mov r1, r9\n"                     \
  MOTE_SEPARATE("0", "4", "8")       \
  "mov r0, r10\n"                    \
  "mov r1, r11\n"                    \
  MOTE_SEPARATE("12", "16", "20")

#define MOTE_WRITE(at)                  \
  "ldr r0, [sp, #" at "]\n" MOTE_OUTPUT \
  "strb r1, [r7]\n"                     \
  "adds r7, r7, r3\n"

// The channel at r0, six sums on the stack: writes the outputs.
#define MOTE_SIX_OUTPUTS                                                \
  "ldr r1, [r0, #12]\n" MOTE_LOAD_PARTS                                 \
  "ldr r7, [r0, #16]\n"                                                 \
  "ldr r3, [r0, #20]\n" MOTE_WRITE("0") MOTE_WRITE("4") MOTE_WRITE("8") \
      MOTE_WRITE("12") MOTE_WRITE("16") MOTE_WRITE("20")

// All taps are one part.
__attribute__((naked)) void WholeChannel(const Channel* /*channel*/) {
  asm volatile(".syntax unified\n" MOTE_SAVE_REGISTERS
               "sub sp, #28\n"
               "str r0, [sp, #24]\n" MOTE_SUM_UP
               "ldr r0, [sp, #24]\n" MOTE_SIX_OUTPUTS
               "add sp, #28\n" MOTE_RESTORE_AND_RETURN ".syntax divided\n");
}

#define MOTE_ADD(at)  \
  "ldr r0, [sp, #" at \
  "]\n"               \
  "ldr r2, [r1, #" at \
  "]\n"               \
  "adds r0, r0, r2\n" \
  "str r0, [r1, #" at "]\n"

// Adds one part's sums to `sums`.
__attribute__((naked)) void AddPart(const Channel* /*part*/,
                                    int32_t* /*sums*/) {
  asm volatile(".syntax unified\n" MOTE_SAVE_REGISTERS
               "sub sp, #28\n"
               "str r1, [sp, #24]\n" MOTE_SUM_UP
               "ldr r1, [sp, #24]\n" MOTE_ADD("0") MOTE_ADD("4") MOTE_ADD("8")
                   MOTE_ADD("12") MOTE_ADD("16")
                       MOTE_ADD("20") "add sp, #28\n" MOTE_RESTORE_AND_RETURN
                                      ".syntax divided\n");
}

__attribute__((naked)) void WriteSums(const Channel* /*channel*/,
                                      const int32_t* /*sums*/) {
  asm volatile(".syntax unified\n" MOTE_SAVE_REGISTERS
               "sub sp, #28\n"
               "mov r7, sp\n"
               "ldm r1!, {r2-r4}\n"
               "stm r7!, {r2-r4}\n"
               "ldm r1!, {r2-r4}\n"
               "stm r7!, {r2-r4}\n" MOTE_SIX_OUTPUTS
               "add sp, #28\n" MOTE_RESTORE_AND_RETURN ".syntax divided\n");
}

void ChannelInParts(Channel channel, int32_t taps, int32_t taps_of_part) {
  int32_t sums[staggered::kPixels] = {0, 0, 0, 0, 0, 0};
  for (; taps > 0; taps -= taps_of_part) {
    const int32_t part = taps < taps_of_part ? taps : taps_of_part;
    channel.end = channel.words + 4 * part;
    AddPart(&channel, sums);
    channel.words = channel.end;
    channel.weights += kChannelsTogether * part;
  }
  WriteSums(&channel, sums);
}

}  // namespace

void ConvInt8(const StaggeredConvParams& p, const int8_t* input, int8_t* output,
              int8_t* scratch) {
  const int32_t taps = StaggeredTaps(p), part = p.taps_of_part;
  const int32_t channels = p.output_channels;
  const int32_t next_group = kChannelsTogether * (taps - 1);
  staggered::Conv(p, input, output, scratch, Pack,
                  [&](const int32_t* words, int8_t* to, int32_t step) {
                    Channel channel = {
                        words,
                        p.weights,
                        words + 4 * taps,
                        reinterpret_cast<const OutputParts*>(p.outputs),
                        to,
                        step};
                    for (int32_t c = 1; c <= channels; ++c) {
                      if (taps <= part) {
                        WholeChannel(&channel);
                      } else {
                        ChannelInParts(channel, taps, part);
                      }
                      ++channel.weights;
                      if (c % kChannelsTogether == 0)
                        channel.weights += next_group;
                      ++channel.quantization;
                      ++channel.output;
                    }
                  });
}

}  // namespace armv6m
}  // namespace nn
}  // namespace mote
