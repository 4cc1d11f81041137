// 3x3 depthwise convolutions of stride 1 whose output has five columns, as
// keyword spotters have: a row of seven words fills the registers, and all rows
// of a channel take one call.
#pragma once

#include "device/nn/depthwise_conv/staggered_planes.h"
#include "device/nn/staggered_armv7m.h"

namespace mote {
namespace nn {
namespace armv7m {

constexpr int32_t kFiveColumns = 5;
constexpr int32_t kSevenWords = 7;  // a row of a plane

#define MOTE_LOAD_COLUMN(at_a, at_b, at_c) \
  "ldrsb %[x], [%[a]" at_a                 \
  "]\n"                                    \
  "ldrsb %[y], [%[b]" at_b                 \
  "]\n"                                    \
  "ldrsb %[z], [%[c]" at_c                 \
  "]\n"                                    \
  "add %[x], %[x], %[y], lsl #21\n"        \
  "add %[z], %[z], %[y], lsl #11\n"

// Five columns without counting or moving on after each.
struct LoadFiveColumns {
  static void Load(staggered::PlaneRow a, staggered::PlaneRow b,
                   staggered::PlaneRow c, int32_t columns, uint32_t* first,
                   uint32_t* second) {
    if (columns != kFiveColumns) {
      staggered::AnyColumns::Load(a, b, c, columns, first, second);
      return;
    }
    int32_t x, y, z;
    asm volatile(MOTE_LOAD_COLUMN("", "", "")
        "str %[x], [%[first]]\n"
        "str %[z], [%[second]]\n"
        MOTE_LOAD_COLUMN(", %[i]", ", %[j]", ", %[k]")
        "str %[x], [%[first], #4]\n"
        "str %[z], [%[second], #4]\n"
        MOTE_LOAD_COLUMN(", %[i], lsl #1", ", %[j], lsl #1", ", %[k], lsl #1")
        "str %[x], [%[first], #8]\n"
        "str %[z], [%[second], #8]\n"
        MOTE_LOAD_COLUMN(", %[i], lsl #2", ", %[j], lsl #2", ", %[k], lsl #2")
        "str %[x], [%[first], #16]\n"
        "str %[z], [%[second], #16]\n"
        "add %[a], %[a], %[i]\n"
        "add %[b], %[b], %[j]\n"
        "add %[c], %[c], %[k]\n"
        MOTE_LOAD_COLUMN(", %[i], lsl #1", ", %[j], lsl #1", ", %[k], lsl #1")
        "str %[x], [%[first], #12]\n"
        "str %[z], [%[second], #12]\n"
        : [a] "+&r"(a.value), [b] "+&r"(b.value), [c] "+&r"(c.value),
          [x] "=&r"(x), [y] "=&r"(y), [z] "=&r"(z)
        : [i] "r"(a.step), [j] "r"(b.step), [k] "r"(c.step),
          [first] "r"(first), [second] "r"(second)
        : "memory");
  }
};

// Seven words of a row times three weights, at `w` on the stack.
#define MOTE_SEVEN_WORDS(w0, w1, w2) \
  "ldm r0!, {r1-r7}\n"               \
  "ldr lr, [sp, #" w0                \
  "]\n"                              \
  "mla r8, r1, lr, r8\n"             \
  "mla r9, r2, lr, r9\n"             \
  "mla r10, r3, lr, r10\n"           \
  "mla r11, r4, lr, r11\n"           \
  "mla r12, r5, lr, r12\n"           \
  "ldr lr, [sp, #" w1                \
  "]\n"                              \
  "mla r8, r2, lr, r8\n"             \
  "mla r9, r3, lr, r9\n"             \
  "mla r10, r4, lr, r10\n"           \
  "mla r11, r5, lr, r11\n"           \
  "mla r12, r6, lr, r12\n"           \
  "ldr lr, [sp, #" w2                \
  "]\n"                              \
  "mla r8, r3, lr, r8\n"             \
  "mla r9, r4, lr, r9\n"             \
  "mla r10, r5, lr, r10\n"           \
  "mla r11, r6, lr, r11\n"           \
  "mla r12, r7, lr, r12\n"

// Replaces the second to sixth word of each of `rows` rows by the sums of the
// windows that begin in it: the borders remain. On the stack: 0 weights, 36
// end.
inline __attribute__((naked, noinline)) void FilterFiveColumns(
    uint32_t* /*plane*/, const int8_t* /*weights*/, int32_t /*rows*/) {
  asm volatile(
      "push {r4-r11, lr}\n"
      "sub sp, #40\n"
      "ldrsb r4, [r1, #0]\n"
      "ldrsb r5, [r1, #1]\n"
      "ldrsb r6, [r1, #2]\n"
      "ldrsb r7, [r1, #3]\n"
      "ldrsb r8, [r1, #4]\n"
      "ldrsb r9, [r1, #5]\n"
      "ldrsb r10, [r1, #6]\n"
      "ldrsb r11, [r1, #7]\n"
      "ldrsb r12, [r1, #8]\n"
      "stm sp, {r4-r12}\n"
      "rsb r2, r2, r2, lsl #3\n"
      "add r2, r0, r2, lsl #2\n"
      "str r2, [sp, #36]\n"
      "1:\n"
      "ldm r0!, {r1-r7}\n"
      "ldr lr, [sp]\n"
      "mul r8, r1, lr\n"
      "mul r9, r2, lr\n"
      "mul r10, r3, lr\n"
      "mul r11, r4, lr\n"
      "mul r12, r5, lr\n"
      "ldr lr, [sp, #4]\n"
      "mla r8, r2, lr, r8\n"
      "mla r9, r3, lr, r9\n"
      "mla r10, r4, lr, r10\n"
      "mla r11, r5, lr, r11\n"
      "mla r12, r6, lr, r12\n"
      "ldr lr, [sp, #8]\n"
      "mla r8, r3, lr, r8\n"
      "mla r9, r4, lr, r9\n"
      "mla r10, r5, lr, r10\n"
      "mla r11, r6, lr, r11\n"
      "mla r12, r7, lr, r12\n" MOTE_SEVEN_WORDS("12", "16", "20")
          MOTE_SEVEN_WORDS("24", "28", "32")
      "sub r0, #80\n"
      "stm r0!, {r8-r12}\n"
      "adds r0, #4\n"
      "ldr lr, [sp, #36]\n"
      "cmp r0, lr\n"
      "blo 1b\n"
      "add sp, #40\n"
      "pop {r4-r11, pc}\n");
}

// The rows of a channel's outputs. The order is that of the assembly.
struct FiveColumns {
  const uint32_t *first, *second;  // the second word of each plane's first row
  int8_t* output;
  int32_t to_second, to_third;  // bytes to the other thirds' rows, or 0
  int32_t column_step;
  const uint32_t* end;  // `first` behind the last row
  int32_t to_next_row;  // from behind the last column
  const int8_t* output_end;
};

// On the stack: 0 two sums, 8 end, 12 bytes to the next row, 16 output's end.
// A row behind the last goes where the first third's comes then.
#define MOTE_WRITE_FIVE_COLUMNS(out) \
  "push {r4-r11, lr}\n"                  \
  "sub sp, #20\n"                        \
  "ldm r1, {r2, r3, r5, r7}\n"           \
  "lsl r2, r2, #8\n"                     \
  "ldm r0!, {r4, r6, r8-r11}\n"          \
  "ldm r0, {r1, r12, lr}\n"              \
  "strd r1, r12, [sp, #8]\n"             \
  "str lr, [sp, #16]\n"                  \
  "1:\n"                                 \
  ".rept 5\n"                            \
  "ldr r1, [r4], #4\n"                   \
  "ldr lr, [r6], #4\n"                   \
  MOTE_SEPARATE("r1", "lr", "r12", "r0") \
  "strd r12, r1, [sp]\n"                 \
  "mov lr, r0\n"                         \
  out("lr")                              \
  "strb lr, [r8, r10]\n"                 \
  "ldrd r1, lr, [sp]\n"                  \
  out("r1")                              \
  out("lr")                              \
  "strb lr, [r8, r9]\n"                  \
  "strb r1, [r8]\n"                      \
  "add r8, r8, r11\n"                    \
  ".endr\n"                              \
  "adds r4, #8\n"                        \
  "adds r6, #8\n"                        \
  "ldrd r1, r12, [sp, #8]\n"             \
  "ldr lr, [sp, #16]\n"                  \
  "add r8, r8, r12\n"                    \
  "add r0, r8, r9\n"                     \
  "cmp r0, lr\n"                         \
  "it hs\n"                              \
  "movhs r9, #0\n"                       \
  "add r0, r8, r10\n"                    \
  "cmp r0, lr\n"                         \
  "it hs\n"                              \
  "movhs r10, #0\n"                      \
  "cmp r4, r1\n"                         \
  "bne.w 1b\n"                           \
  "add sp, #20\n"                        \
  "pop {r4-r11, pc}\n"

inline __attribute__((naked, noinline)) void WriteFiveColumnsRelu(
    const FiveColumns* /*rows*/, const int32_t* /*words*/) {
  asm volatile(MOTE_WRITE_FIVE_COLUMNS(MOTE_RELU_OUTPUT));
}

inline __attribute__((naked, noinline)) void WriteFiveColumns(
    const FiveColumns* /*rows*/, const int32_t* /*words*/) {
  asm volatile(MOTE_WRITE_FIVE_COLUMNS(MOTE_OUTPUT));
}

inline bool HasFiveColumns(const Window& w) {
  return w.kernel_height == 3 && w.kernel_width == 3 && w.stride_height == 1 &&
         w.stride_width == 1 && w.dilation_height == 1 &&
         w.dilation_width == 1 && w.output_width == kFiveColumns;
}

inline FiveColumns RowsOfChannel(const StaggeredDepthwiseConvParams& p,
                                 staggered::Planes& planes, int8_t* output) {
  const int32_t height = p.window.output_height;
  const int32_t rows = ThirdRows(p.window);
  const int32_t third = rows * p.output_row_step;
  return {planes.first() + 1,
          planes.second() + 1,
          output,
          rows < height ? third : 0,
          2 * rows < height ? 2 * third : 0,
          p.output_column_step,
          planes.first() + 1 + rows * kSevenWords,
          p.output_row_step - kFiveColumns * p.output_column_step,
          output + height * p.output_row_step};
}

inline void DepthwiseConvFiveColumns(const StaggeredDepthwiseConvParams& p,
                                     const int8_t* input, int8_t* output,
                                     int8_t* scratch) {
  const Window& w = p.window;
  const auto write =
      p.sign_steps == 0 ? WriteFiveColumnsRelu : WriteFiveColumns;
  const bool borders_remain = w.pad_left == 1 && w.input_width == kFiveColumns;
  staggered::Planes planes(p, scratch);
  for (int32_t c = 0; c < p.channels; ++c) {
    planes.Load<LoadFiveColumns>(input + c, c == 0 || !borders_remain);
    const int8_t* weights = p.weights + 9 * c;
    FilterFiveColumns(planes.first(), weights, ThirdRows(w));
    FilterFiveColumns(planes.second(), weights, ThirdRows(w));
    const FiveColumns rows = RowsOfChannel(p, planes, output + c);
    write(&rows, p.outputs + c * staggered::kOutputWords);
  }
  staggered::ClampBytes(output, w.output_height * kFiveColumns * p.channels,
                        p.activation_min, p.activation_max);
}

}  // namespace armv7m
}  // namespace nn
}  // namespace mote
