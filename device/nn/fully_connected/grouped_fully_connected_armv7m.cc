#include "device/nn/fully_connected/output_groups.h"

namespace mote {
namespace nn {
namespace armv7m {
namespace {

#define MOTE_INPUT        \
  "ldrsb r8, [r0], #1\n"  \
  "ldrsb r9, [r1], #1\n"  \
  "ldrsb r10, [r1], #1\n" \
  "ldrsb r11, [r1], #1\n" \
  "ldrsb r12, [r1], #1\n" \
  "mla r4, r8, r9, r4\n"  \
  "mla r5, r8, r10, r5\n" \
  "mla r6, r8, r11, r6\n" \
  "mla r7, r8, r12, r7\n"

// The sums of four outputs.
__attribute__((naked)) void FourSums(const int8_t* /*input*/,
                                     const int8_t* /*weights*/,
                                     int32_t /*count*/, int32_t* /*sums*/) {
  asm volatile(
      "push {r4-r11, lr}\n"
      "movs r4, #0\n"
      "movs r5, #0\n"
      "movs r6, #0\n"
      "movs r7, #0\n"
      "bic r12, r2, #7\n"
      "add lr, r0, r12\n"
      "add r2, r0, r2\n"
      "cmp r0, lr\n"
      "beq 2f\n"
      "1:\n" MOTE_INPUT MOTE_INPUT MOTE_INPUT MOTE_INPUT MOTE_INPUT MOTE_INPUT
          MOTE_INPUT MOTE_INPUT
      "cmp r0, lr\n"
      "bne.w 1b\n"
      "2:\n"
      "cmp r0, r2\n"
      "beq 3f\n" MOTE_INPUT
      "b 2b\n"
      "3:\n"
      "stm r3, {r4-r7}\n"
      "pop {r4-r11, pc}\n");
}

}  // namespace

void FullyConnectedInt8(const GroupedFullyConnectedParams& p,
                        const int8_t* input, int8_t* output,
                        int8_t* /*scratch*/) {
  using Sums = grouped::ShortSums<staggered::LongProduct>;
  grouped::FullyConnected<4, Sums>(p, input, output, FourSums);
}

void FullyConnectedLongInt8(const GroupedFullyConnectedParams& p,
                            const int8_t* input, int8_t* output,
                            int8_t* /*scratch*/) {
  grouped::FullyConnected<4, grouped::LongSums>(p, input, output, FourSums);
}

}  // namespace armv7m
}  // namespace nn
}  // namespace mote
