#include "device/nn/armv7em_dsp.h"
#include "device/nn/depthwise_conv/packed_depthwise_conv.h"
#include "device/nn/depthwise_conv/plane.h"

namespace mote {
namespace nn {
namespace armv7em {
namespace {

// One channel. The order is that of the assembly.
struct RowJob {
  int32_t multiplier, offset, shift;
  int32_t column_step;  // of the output
  int32_t bias;
  // For every two taps the weights of outputs at even columns, {w0, w1}, and
  // those at odd ones, shifted by a column: {0, w0}, {w1, w2}.
  const int32_t* pairs;
  int32_t double_steps;  // of four taps
  int32_t back;          // from a window's end to that four columns on
};

inline int32_t Halves(int32_t low, int32_t high) {
  return static_cast<int32_t>((static_cast<uint32_t>(high) << 16) |
                              (static_cast<uint32_t>(low) & 0xFFFF));
}

// Reads a channel's packed bytes; the rest of the job is the layer's.
void ReadChannel(const int8_t* packed, int32_t taps, RowJob* job,
                 int32_t* pairs) {
  int32_t before = 0;
  for (int32_t k = 0; k < 4 * job->double_steps; k += 2) {
    const int32_t a = k < taps ? packed[k] : 0;
    const int32_t b = k + 1 < taps ? packed[k + 1] : 0;
    *pairs++ = Halves(a, b);
    *pairs++ = Halves(before, a);
    before = b;
  }
  packed += taps;
  job->bias = LoadWord(packed);
  job->multiplier = LoadWord(packed + 4);
  job->offset = LoadWord(packed + 8);
  job->shift = packed[12];
}

// Two taps of four outputs, whose values begin in `first`.
#define MOTE_TWO_TAPS(first, second) \
  "ldr " second                      \
  ", [r0], #4\n"                     \
  "ldrd r2, r3, [r1], #8\n"          \
  "smlad r4, " first                 \
  ", r2, r4\n"                       \
  "smlad r5, " first                 \
  ", r3, r5\n"                       \
  "smlad r6, " second                \
  ", r2, r6\n"                       \
  "smlad r7, " second ", r3, r7\n"

// r1 multiplier, r3 offset, which is less by 128 for a negative sum, r8 shift.
#define MOTE_ROW_OUTPUT(sum) \
  "asr r2, " sum             \
  ", #31\n"                  \
  "add r2, r3, r2, lsl #7\n" \
  "smmla " sum ", " sum      \
  ", r1, r2\n"               \
  "asr " sum ", " sum        \
  ", r8\n"                   \
  "ssat " sum ", #8, " sum "\n"

// r0 values, r11 output, r12 job, lr outputs left.
__attribute__((naked)) void Row(const RowJob* /*job*/,
                                const int16_t* /*values*/, int8_t* /*output*/,
                                int32_t /*outputs*/) {
  asm volatile(
      "push {r4-r11, lr}\n"
      "mov r12, r0\n"
      "mov r0, r1\n"
      "mov r11, r2\n"
      "mov lr, r3\n"
      "1:\n"
      "ldr r8, [r0], #4\n"
      "ldr r4, [r12, #16]\n"
      "ldrd r1, r10, [r12, #20]\n"
      "mov r5, r4\n"
      "mov r6, r4\n"
      "mov r7, r4\n"
      "2:\n"
      MOTE_TWO_TAPS("r8", "r9")
      MOTE_TWO_TAPS("r9", "r8")
      "subs r10, #1\n"
      "bne 2b\n"
      "ldr r2, [r12, #28]\n"
      "add r0, r2\n"
      "ldm r12, {r1, r3, r8, r10}\n"
      MOTE_ROW_OUTPUT("r4")
      MOTE_ROW_OUTPUT("r5")
      MOTE_ROW_OUTPUT("r6")
      MOTE_ROW_OUTPUT("r7")
      "cmp lr, #4\n"
      "blt 3f\n"
      "strb r4, [r11]\n"
      "strb r5, [r11, r10]\n"
      "add r11, r11, r10, lsl #1\n"
      "strb r6, [r11]\n"
      "strb r7, [r11, r10]\n"
      "add r11, r11, r10, lsl #1\n"
      "subs lr, #4\n"
      "bne 1b\n"
      "pop {r4-r11, pc}\n"
      "3:\n"
      "strb r4, [r11]\n"
      "cmp lr, #2\n"
      "blt 4f\n"
      "strb r5, [r11, r10]\n"
      "beq 4f\n"
      "strb r6, [r11, r10, lsl #1]\n"
      "4:\n"
      "pop {r4-r11, pc}\n");
}

}  // namespace

void RowDepthwiseConvInt8(const PackedDepthwiseConvParams& p,
                          const int8_t* input, int8_t* output,
                          int8_t* scratch) {
  const Window& w = p.window;
  const int32_t taps = w.kernel_width;
  alignas(8) int32_t pairs[kMostRowTaps + 1];
  RowJob job;
  job.column_step = p.output_column_step;
  job.pairs = pairs;
  job.double_steps = (taps / 2 + 2) / 2;
  job.back = 4 - 8 * job.double_steps;
  ForEachStrip(p, input, scratch,
               [&](const int16_t* values, int32_t c, int32_t y, int32_t rows) {
                 ReadChannel(
                     static_cast<const int8_t*>(p.packed) + c * (taps + 13),
                     taps, &job, pairs);
                 int8_t* to = output + c + y * p.output_row_step;
                 for (int32_t i = 0; i < rows; ++i) {
                   Row(&job, values, to, w.output_width);
                   values += w.stride_height * PlaneWidth(w);
                   to += p.output_row_step;
                 }
               });
}

}  // namespace armv7em
}  // namespace nn
}  // namespace mote
