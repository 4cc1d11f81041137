#include "device/nn/conv/six_windows.h"
#include "device/nn/conv/staggered_conv.h"

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

// Four words of sums over the taps from `words` to `end`, a multiple of 4;
// weights are 16 bytes apart.
__attribute__((naked)) void SumUp(const int32_t* /*words*/,
                                  const int8_t* /*weights*/,
                                  const int32_t* /*end*/, uint32_t* /*sums*/) {
  asm volatile(
      ".syntax unified\n"
      "push {r3-r7, lr}\n"
      "mov r4, r8\n"
      "mov r5, r9\n"
      "mov r6, r10\n"
      "mov r7, r11\n"
      "push {r4-r7}\n"
      "mov lr, r2\n"
      "mov r6, r0\n"
      "subs r7, r1, r0\n"
      "movs r4, #0\n"
      "mov r8, r4\n"
      "mov r9, r4\n"
      "mov r10, r4\n"
      "mov r11, r4\n"
      "1:\n" MOTE_TAP MOTE_TAP MOTE_TAP MOTE_TAP
      "cmp r6, lr\n"
      "bne 1b\n"
      "ldr r0, [sp, #16]\n"
      "mov r1, r8\n"
      "mov r2, r9\n"
      "mov r3, r10\n"
      "mov r4, r11\n"
      "stm r0!, {r1-r4}\n"
      "pop {r4-r7}\n"
      "mov r8, r4\n"
      "mov r9, r5\n"
      "mov r10, r6\n"
      "mov r11, r7\n"
      "pop {r3-r7, pc}\n"
      ".syntax divided\n");
}

// The six sums of one channel.
void AllSums(const StaggeredConvParams& p, const int32_t* words,
             const int8_t* weights, int32_t* sums) {
  for (int32_t i = 0; i < staggered::kPixels; ++i) sums[i] = 0;
  for (int32_t left = StaggeredTaps(p); left > 0; left -= p.taps_of_part) {
    const int32_t taps = left < p.taps_of_part ? left : p.taps_of_part;
    uint32_t part[4];
    SumUp(words, weights, words + 4 * taps, part);
    const staggered::ThreeSums first = staggered::Separate(part[0], part[1]);
    const staggered::ThreeSums second = staggered::Separate(part[2], part[3]);
    sums[0] += first.a, sums[1] += first.b, sums[2] += first.c;
    sums[3] += second.a, sums[4] += second.b, sums[5] += second.c;
    words += 4 * taps;
    weights += kChannelsTogether * taps;
  }
}

}  // namespace

void ConvInt8(const StaggeredConvParams& p, const int8_t* input, int8_t* output,
              int8_t* scratch) {
  const int32_t group_bytes = kChannelsTogether * StaggeredTaps(p);
  staggered::Conv(p, input, output, scratch, Pack,
                  [&](const int32_t* words, int8_t* to, int32_t step) {
                    const int32_t* quantization = p.outputs;
                    for (int32_t c = 0; c < p.output_channels; ++c) {
                      const int8_t* weights =
                          p.weights + c / kChannelsTogether * group_bytes +
                          c % kChannelsTogether;
                      int32_t sums[staggered::kPixels];
                      AllSums(p, words, weights, sums);
                      const staggered::Output<staggered::ShortProduct> out(
                          quantization, p.sign_steps);
                      for (int32_t i = 0; i < staggered::kPixels; ++i) {
                        to[c + i * step] = out(sums[i]);
                      }
                      quantization += staggered::kOutputWords;
                    }
                  });
}

}  // namespace armv6m
}  // namespace nn
}  // namespace mote
