#include "device/nn/armv7em_dsp.h"
#include "device/nn/depthwise_conv/packed_depthwise_conv.h"
#include "device/nn/depthwise_conv/plane.h"

namespace mote {
namespace nn {
namespace armv7em {
namespace {

// The order is that of the assembly.
struct ChannelShape {
  int32_t plane_pitch;    // bytes
  int32_t pair_bytes;     // of a row of the plane, taken by the main loop
  int32_t odd;            // 1: one more output a row (stride 1 only)
  int32_t plane_advance;  // from the end of one output row to the next
  int32_t rows;
  int32_t column_step;     // of the output
  int32_t output_advance;  // likewise
};

// sp: see below, column step, end of row, plane_advance, odd, output_advance,
// rows, pitch. Weights are a word or three bytes a row.
#define MOTE_CHANNEL_BEGIN(row_bytes)                                  \
  "push {r4-r11, lr}\n"                                                \
  "sub sp, #48\n"                                                      \
  "mov r11, r2\n"                                                      \
  "ldm r3, {r4-r10}\n"                                                 \
  "add r2, r0, r5\n"                                                   \
  "strd r9, r2, [sp, #16]\n"                                           \
  "strd r7, r6, [sp, #24]\n"                                           \
  "strd r10, r8, [sp, #32]\n"                                          \
  "add r2, r7, r5\n" /* plane bytes from one output row to the next */ \
  "str r2, [sp, #40]\n"                                                \
  "add r12, r0, r4\n"                                                  \
  "add lr, r12, r4\n" MOTE_UNPACK("r5", "r6", row_bytes)               \
      MOTE_UNPACK("r7", "r8", row_bytes) MOTE_UNPACK("r9", "r10", row_bytes)

// sp: bias, multiplier, offset, shift
#define MOTE_GENERAL_BEGIN \
  MOTE_CHANNEL_BEGIN("4")  \
  "ldm r1, {r1-r4}\n"      \
  "stm sp, {r1-r4}\n"

// sp: bias, multiplier, column step
#define MOTE_RELU_BEGIN   \
  MOTE_CHANNEL_BEGIN("3") \
  "ldr r2, [r1]\n"        \
  "ldr r3, [r1, #4]\n"    \
  "ldr r4, [sp, #16]\n"   \
  "stm sp, {r2, r3, r4}\n"

// Three weights of a row: {w0, w1} and {w1, w2}.
#define MOTE_UNPACK(first, second, bytes) \
  "ldr r2, [r1], #" bytes                 \
  "\n"                                    \
  "sxtb16 r3, r2\n"                       \
  "sxtb16 r2, r2, ror #8\n"               \
  "pkhbt " first                          \
  ", r3, r2, lsl #16\n"                   \
  "pkhbt " second ", r2, r3\n"

#define MOTE_ROW_OF_TWO(load, first, second, sum0, sum1) \
  load "smlad r3, r1, " first ", " sum0                  \
       "\n"                                              \
       "smlabt r3, r2, " second                          \
       ", r3\n"                                          \
       "smlatb r4, r1, " first ", " sum1                 \
       "\n"                                              \
       "smlad r4, r2, " second ", r4\n"

#define MOTE_ROW_OF_ONE(row, address, first, second, sum) \
  "ldrd r1, r2, [" row "]" address                        \
  "\n"                                                    \
  "smlad r3, r1, " first ", " sum                         \
  "\n"                                                    \
  "smlabt r3, r2, " second ", r3\n"

#define MOTE_ONE(address)                                           \
  "ldr r4, [sp]\n" MOTE_ROW_OF_ONE("r0", address, "r5", "r6", "r4") \
      MOTE_ROW_OF_ONE("r12", address, "r7", "r8", "r3")             \
          MOTE_ROW_OF_ONE("lr", address, "r9", "r10", "r3")

// Two outputs, two columns apart.
#define MOTE_ROW_OF_TWO_APART(row, first, second, sum0, sum1) \
  "ldrd r1, r2, [" row                                        \
  "], #8\n"                                                   \
  "smlad r3, r1, " first ", " sum0                            \
  "\n"                                                        \
  "smlabt r3, r2, " second                                    \
  ", r3\n"                                                    \
  "smlad r4, r2, " first ", " sum1                            \
  "\n"                                                        \
  "ldr r1, [" row                                             \
  "]\n"                                                       \
  "smlabt r4, r1, " second ", r4\n"

// From 256 times the sum; kDepthwiseShift is 9.
#define MOTE_RELU_OUTPUT(s) \
  "smmul " s ", " s         \
  ", r1\n"                  \
  "ssat " s ", #8, " s ", asr #9\n"
#define MOTE_RELU_STORE_TWO \
  "ldrd r1, r2, [sp, #4]\n"  \
  MOTE_RELU_OUTPUT("r3")     \
  MOTE_RELU_OUTPUT("r4")     \
  "strb r3, [r11]\n"         \
  "strb r4, [r11, r2]\n"     \
  "add r11, r11, r2, lsl #1\n"
#define MOTE_RELU_STORE_ONE \
  "ldrd r1, r2, [sp, #4]\n"  \
  MOTE_RELU_OUTPUT("r3")     \
  "strb r3, [r11]\n"         \
  "add r11, r11, r2\n"

// The sum in `s`, 256 times too large, to an output still to be shifted; the
// offset is less by 128 where the sum is negative.
#define MOTE_OUTPUT(s)       \
  "asr r1, " s               \
  ", #31\n"                  \
  "ldr r2, [sp, #8]\n"       \
  "add r2, r2, r1, lsl #7\n" \
  "ldr r1, [sp, #4]\n"       \
  "smmla " s ", " s ", r1, r2\n"

#define MOTE_STORE_TWO       \
  "ldrd r1, r2, [sp, #12]\n" \
  "asr r3, r3, r1\n"         \
  "asr r4, r4, r1\n"         \
  "ssat r3, #8, r3\n"        \
  "ssat r4, #8, r4\n"        \
  "strb r3, [r11]\n"         \
  "strb r4, [r11, r2]\n"     \
  "add r11, r11, r2, lsl #1\n"

#define MOTE_STORE_ONE       \
  "ldrd r1, r2, [sp, #12]\n" \
  "asr r3, r3, r1\n"         \
  "ssat r3, #8, r3\n"        \
  "strb r3, [r11]\n"         \
  "add r11, r11, r2\n"

#define MOTE_ROW_END         \
  "ldr r1, [sp, #20]\n"      \
  "ldr r2, [sp, #40]\n"      \
  "add r1, r1, r2\n"         \
  "str r1, [sp, #20]\n"      \
  "ldr r1, [sp, #24]\n"      \
  "add r0, r0, r1\n"         \
  "add r12, r12, r1\n"       \
  "add lr, lr, r1\n"         \
  "ldrd r1, r2, [sp, #32]\n" \
  "add r11, r11, r1\n"       \
  "subs r2, r2, #1\n"        \
  "str r2, [sp, #36]\n"      \
  "bne.w 1b\n"               \
  "add sp, #48\n"            \
  "pop {r4-r11, pc}\n"

// Single loads that follow each other take a cycle less than a pair after one.
#define MOTE_TWO_BESIDE                                               \
  MOTE_ROW_OF_TWO(                                                    \
      "ldr r4, [sp]\n"                                                \
      "ldr r2, [r0, #4]\n"                                            \
      "ldr r1, [r0], #4\n",                                           \
      "r5", "r6", "r4", "r4")                                         \
  MOTE_ROW_OF_TWO("ldrd r1, r2, [r12], #4\n", "r7", "r8", "r3", "r4") \
  MOTE_ROW_OF_TWO("ldrd r1, r2, [lr], #4\n", "r9", "r10", "r3", "r4")
#define MOTE_TWO_APART                                                 \
  "ldr r4, [sp]\n" MOTE_ROW_OF_TWO_APART("r0", "r5", "r6", "r4", "r4") \
      MOTE_ROW_OF_TWO_APART("r12", "r7", "r8", "r3", "r4")             \
          MOTE_ROW_OF_TWO_APART("lr", "r9", "r10", "r3", "r4")

// Rows of pairs, then of one more output.
#define MOTE_ROWS(two, one) \
  "1:\n"                    \
  "2:\n" two                \
  "ldr r1, [sp, #20]\n"     \
  "cmp r0, r1\n"            \
  "bne 2b\n"                \
  "ldr r1, [sp, #28]\n"     \
  "cbz r1, 3f\n" MOTE_ONE("") one "3:\n" MOTE_ROW_END

using ChannelFunction = void (*)(const int16_t* plane, const int8_t* packed,
                                 int8_t* output, const ChannelShape* shape);

#define MOTE_CHANNEL_KERNEL(name, ...)                                        \
  __attribute__((naked)) void name(                                           \
      const int16_t* /*plane*/, const int8_t* /*packed*/, int8_t* /*output*/, \
      const ChannelShape* /*shape*/) {                                        \
    asm volatile(__VA_ARGS__);                                                \
  }

MOTE_CHANNEL_KERNEL(
    ReluStride1, MOTE_RELU_BEGIN MOTE_ROWS(MOTE_TWO_BESIDE MOTE_RELU_STORE_TWO,
                                           MOTE_RELU_STORE_ONE))
MOTE_CHANNEL_KERNEL(
    ReluStride2, MOTE_RELU_BEGIN MOTE_ROWS(MOTE_TWO_APART MOTE_RELU_STORE_TWO,
                                           MOTE_RELU_STORE_ONE))
MOTE_CHANNEL_KERNEL(
    Stride1, MOTE_GENERAL_BEGIN MOTE_ROWS(MOTE_TWO_BESIDE MOTE_OUTPUT("r3")
                                              MOTE_OUTPUT("r4") MOTE_STORE_TWO,
                                          MOTE_OUTPUT("r3") MOTE_STORE_ONE))
MOTE_CHANNEL_KERNEL(
    Stride2, MOTE_GENERAL_BEGIN MOTE_ROWS(MOTE_TWO_APART MOTE_OUTPUT("r3")
                                              MOTE_OUTPUT("r4") MOTE_STORE_TWO,
                                          MOTE_OUTPUT("r3") MOTE_STORE_ONE))

constexpr int32_t kBytesAChannel = 28, kReluBytesAChannel = 17;
constexpr int32_t kMultiplierAt = 13;

// Calls run(plane, channel, output, shape) for every strip of every channel.
template <typename Run>
void DepthwiseConv3x3(const PackedDepthwiseConvParams& p, const int8_t* input,
                      int8_t* output, int8_t* scratch, const Run& run) {
  const Window& w = p.window;
  const int32_t pitch = 2 * PlaneWidth(w);
  const int32_t pair_bytes = w.output_width / 2 * 4 * w.stride_width;
  ChannelShape shape = {
      pitch,
      pair_bytes,
      w.output_width % 2,
      w.stride_height * pitch - pair_bytes,
      0,
      p.output_column_step,
      p.output_row_step - w.output_width * p.output_column_step};
  ForEachStrip(p, input, scratch,
               [&](const int16_t* plane, int32_t c, int32_t y, int32_t rows) {
                 shape.rows = rows;
                 run(plane, c, output + c + y * p.output_row_step, &shape);
               });
}

}  // namespace

void DepthwiseConv3x3Int8(const PackedDepthwiseConvParams& p,
                          const int8_t* input, int8_t* output,
                          int8_t* scratch) {
  const ChannelFunction general =
      p.window.stride_width == 1 ? Stride1 : Stride2;
  const int8_t* packed = static_cast<const int8_t*>(p.packed);
  DepthwiseConv3x3(p, input, output, scratch,
                   [=](const int16_t* plane, int32_t c, int8_t* to,
                       const ChannelShape* shape) {
                     general(plane, packed + c * kBytesAChannel, to, shape);
                   });
}

void DepthwiseConv3x3ReluInt8(const PackedDepthwiseConvParams& p,
                              const int8_t* input, int8_t* output,
                              int8_t* scratch) {
  const ChannelFunction relu =
      p.window.stride_width == 1 ? ReluStride1 : ReluStride2;
  const int8_t* packed = static_cast<const int8_t*>(p.packed);
  DepthwiseConv3x3(p, input, output, scratch,
                   [=](const int16_t* plane, int32_t c, int8_t* to,
                       const ChannelShape* shape) {
                     relu(plane, packed + c * kReluBytesAChannel, to, shape);
                   });
}

void DepthwiseConv3x3MixedInt8(const PackedDepthwiseConvParams& p,
                               const int8_t* input, int8_t* output,
                               int8_t* scratch) {
  const bool stride1 = p.window.stride_width == 1;
  const ChannelFunction relu = stride1 ? ReluStride1 : ReluStride2;
  const ChannelFunction general = stride1 ? Stride1 : Stride2;
  const int8_t* packed = static_cast<const int8_t*>(p.packed);
  DepthwiseConv3x3(p, input, output, scratch,
                   [=](const int16_t* plane, int32_t c, int8_t* to,
                       const ChannelShape* shape) {
                     const int8_t* channel = packed + c * kReluBytesAChannel;
                     const int32_t multiplier =
                         LoadWord(channel + kMultiplierAt);
                     if (multiplier < 0) {
                       general(plane, packed - multiplier, to, shape);
                     } else {
                       relu(plane, channel, to, shape);
                     }
                   });
}

}  // namespace armv7em
}  // namespace nn
}  // namespace mote
