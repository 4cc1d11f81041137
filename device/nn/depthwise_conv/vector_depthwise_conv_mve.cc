#include <stddef.h>

#include "device/nn/copy/copy_runs.h"
#include "device/nn/depthwise_conv/vector_depthwise_conv.h"

namespace mote {
namespace nn {
namespace mve {
namespace {

// What Channels reads and changes: two rows of outputs.
struct Rows {
  uint8_t mask[16];  // of a window's weights
  int16_t low[8], high[8];
  uint16_t output_offsets[8];
  uint16_t input_offsets[8];  // of one column or two
  int8_t* copy;               // where the strip has the input's first column
  int32_t copied_lanes;       // counts the lanes of all columns
  int32_t input_advance;
  uint32_t inside, stored;  // lanes that are read and written
  const int8_t* strip;
  int32_t groups;       // of four columns of outputs
  const int8_t* end;    // of the windows' first columns
  int32_t last_group;   // bytes from the first output to the last but 3
  const int8_t* input;  // the channel's first value
  int8_t* output;
};

static_assert(offsetof(Rows, low) == 16 && offsetof(Rows, high) == 32 &&
                  offsetof(Rows, output_offsets) == 48 &&
                  offsetof(Rows, input_offsets) == 64,
              "where the assembly finds them");

// clang-format off
// Two columns of sums of both rows, upper ones first.
#define MOTE_SUMS(q)                        \
  "vldrb.u8 q2, [%[x]], %[step]\n"          \
  "vmladav.s8 %[a], q2, q0\n"               \
  "vldrb.u8 q3, [%[x]], %[step]\n"          \
  "vmladav.s8 %[c], q2, q1\n"               \
  "vmladav.s8 %[b], q3, q0\n"               \
  "vmladav.s8 %[d], q3, q1\n"               \
  "vmov " q "[2], " q "[0], %[a], %[c]\n"   \
  "vmov " q "[3], " q "[1], %[b], %[d]\n"
// clang-format on

// All channels of two rows of outputs, made and rounded as by
// vector_row_depthwise_conv_mve.cc. A function of its own, as assembly cannot
// say that it changes the predicate.
template <int kStride, bool kRelu>
__attribute__((noipa)) void Channels(Rows* rows, const int32_t* record,
                                     int32_t channels, int32_t advance) {
  constexpr int kLines = 3 + kStride, kColumns = 8 / kLines;
  constexpr int kWeightWords = (2 * kLines + 3 + 3) / 4;
  // Sums want even registers, addresses of bytes low ones.
  register int32_t b asm("r2");
  int32_t a, c, d, bias, addend, shift;
  const int8_t* x;
  int8_t* to;
  asm volatile(
      "vldrw.u32 q7, [%[rows], #48]\n"
      "1:\n"
      "ldrd %[a], %[to], [%[rows], %[input]]\n"
      "ldrd %[c], %[d], [%[rows], %[input_advance]]\n"
      "vldrw.u32 q6, [%[rows], #64]\n"
      "vmsr p0, %[d]\n"
      "ldrd %[b], lr, [%[rows], %[copy]]\n"
      "dlstp.16 lr, lr\n"
      "2:\n"
      "vpstt\n"
      "vldrbt.u16 q4, [%[a], q6]\n"
      "vstrbt.16 q4, [%[b]], %[copied]\n"
      "add %[a], %[c]\n"
      "letp lr, 2b\n"
      "ldrd %[bias], %[a], [%[record]], #8\n"
      "ldrd %[shift], %[addend], [%[record]], #8\n"
      "vdup.32 q6, %[a]\n"
      "vldrb.u8 q0, [%[record]]\n"
      "vldrb.u8 q1, [%[rows]]\n"
      "add %[record], %[weight_bytes]\n"
      "mov %[a], #0\n"
      "vand q0, q0, q1\n"
      "ldr %[b], [%[rows], %[stored]]\n"
      "vmov q1, q0\n"
      "vmsr p0, %[b]\n"
      "vshlc q1, %[a], %[below]\n"
      "ldrd %[x], lr, [%[rows], %[strip]]\n"
      "dls lr, lr\n"
      "3:\n"
      MOTE_SUMS("q4")
      MOTE_SUMS("q5")
      "vadd.i32 q4, q4, %[bias]\n"
      "vadd.i32 q5, q5, %[bias]\n"
      ".if !%c[relu]\n"
      "vshr.s32 q2, q4, #31\n"
      "vshr.s32 q3, q5, #31\n"
      ".endif\n"
      "vqrdmlash.s32 q4, q6, %[addend]\n"
      "vqrdmlash.s32 q5, q6, %[addend]\n"
      ".if !%c[relu]\n"
      "vadd.i32 q4, q4, q2\n"
      "vadd.i32 q5, q5, q3\n"
      "vldrw.u32 q2, [%[rows], #16]\n"
      "vldrw.u32 q3, [%[rows], #32]\n"
      ".endif\n"
      "vrshl.s32 q4, %[shift]\n"
      "vrshl.s32 q5, %[shift]\n"
      "vqmovnb.s32 q4, q4\n"
      "vqmovnt.s32 q4, q5\n"
      ".if %c[relu]\n"
      "vqmovnb.s16 q4, q4\n"
      ".else\n"
      "vmax.s16 q4, q4, q2\n"
      "vmin.s16 q4, q4, q3\n"
      ".endif\n"
      "vpst\n"
      "vstrbt.16 q4, [%[to], q7]\n"
      "add %[to], %[advance]\n"
      "le lr, 3b\n"
      "ldrd %[a], %[b], [%[rows], %[end]]\n"
      "cmp %[x], %[a]\n"
      "beq 4f\n"
      "ldr %[to], [%[rows], %[output]]\n"
      "sub %[x], %[a], %[four_columns]\n"
      "add %[to], %[b]\n"
      "mov lr, #1\n"
      "b 3b\n"
      "4:\n"
      "ldrd %[a], %[b], [%[rows], %[input]]\n"
      "add %[a], #1\n"
      "add %[b], #1\n"
      "strd %[a], %[b], [%[rows], %[input]]\n"
      "subs %[channels], #1\n"
      "bne 1b\n"
      : [record] "+&r"(record), [channels] "+&r"(channels), [a] "=&Te"(a),
        [b] "=&r"(b), [c] "=&Te"(c), [d] "=&Te"(d), [bias] "=&r"(bias),
        [addend] "=&r"(addend), [shift] "=&r"(shift), [x] "=&r"(x),
        [to] "=&r"(to)
      : [rows] "r"(rows), [advance] "r"(advance), [relu] "i"(kRelu),
        [step] "i"(kStride * kLines), [copied] "i"(kColumns * kLines),
        [four_columns] "i"(4 * kStride * kLines), [below] "i"(8 * kStride),
        [weight_bytes] "i"(4 * kWeightWords),         [copy] "i"(offsetof(Rows, copy)),
        [input_advance] "i"(offsetof(Rows, input_advance)),
        [stored] "i"(offsetof(Rows, stored)),
        [strip] "i"(offsetof(Rows, strip)), [end] "i"(offsetof(Rows, end)),
        [input] "i"(offsetof(Rows, input)),
        [output] "i"(offsetof(Rows, output))
      : "q0", "q1", "q2", "q3", "q4", "q5", "q6", "q7", "lr", "cc", "memory");
}

// Lanes of the outputs: two columns, the other two between them, as narrowing
// leaves them.
inline int32_t ColumnOf(int32_t lane) { return lane % 2 * 2 + lane / 2 % 2; }

// What all rows have in common.
template <int kStride>
Rows MakeRows(const VectorDepthwiseConvParams& p, int8_t* scratch) {
  constexpr int32_t kLines = 3 + kStride, kColumns = 8 / kLines;
  const Window& w = p.window;
  const int32_t outputs = w.output_width < 4 ? 4 : w.output_width;
  const int32_t seen = (w.output_width - 1) * kStride + 3 - w.pad_left;
  const int32_t columns = seen < w.input_width ? seen : w.input_width;
  Rows rows;
  for (int32_t i = 0; i < 16; ++i) rows.mask[i] = i < 2 * kLines + 3 ? 0xFF : 0;
  for (int32_t i = 0; i < 8; ++i) {
    rows.low[i] = static_cast<int16_t>(p.activation_min);
    rows.high[i] = static_cast<int16_t>(p.activation_max);
    rows.output_offsets[i] = static_cast<uint16_t>(
        ColumnOf(i) * p.output_column_step + i / 4 * p.output_row_step);
    rows.input_offsets[i] = static_cast<uint16_t>(
        i / kLines * p.input_column_step + i % kLines * p.input_row_step);
  }
  rows.copy = scratch + w.pad_left * kLines;
  rows.copied_lanes = columns * 8 / kColumns;
  rows.input_advance = kColumns * p.input_column_step;
  rows.inside = 0;
  rows.strip = scratch;
  rows.groups = outputs / 4;
  rows.end = scratch + outputs * kStride * kLines;
  rows.last_group = (outputs - 4) * p.output_column_step;
  return rows;
}

// The lanes of the strip's columns that are within the image when its first
// line is input row `row`.
template <int kStride>
uint32_t Inside(const Window& w, int32_t row) {
  constexpr int32_t kLines = 3 + kStride;
  uint32_t inside = 0;
  for (int32_t i = 0; i < 8 / kLines * kLines; ++i) {
    const int32_t y = row + i % kLines;
    if (y >= 0 && y < w.input_height) inside |= 3u << (2 * i);
  }
  return inside;
}

uint32_t Stored(const Window& w, int32_t y) {
  uint32_t stored = 0;
  for (int32_t i = 0; i < 8; ++i) {
    if (ColumnOf(i) < w.output_width && y + i / 4 < w.output_height) {
      stored |= 3u << (2 * i);
    }
  }
  return stored;
}

template <int kStride, bool kRelu>
void RunStride(const VectorDepthwiseConvParams& p, const int8_t* input,
               int8_t* output, int8_t* scratch) {
  const Window& w = p.window;
  Rows rows = MakeRows<kStride>(p, scratch);
  for (int32_t y = 0; y < w.output_height; y += 2) {
    const int32_t row = y * kStride - w.pad_top;
    const uint32_t inside = Inside<kStride>(w, row);
    if (inside != rows.inside) {
      FillBytes(scratch, p.input_zero_point,
                VectorDepthwiseConvScratchBytes(p));
    }
    rows.inside = inside;
    rows.stored = Stored(w, y);
    rows.input = input + row * p.input_row_step;
    rows.output = output + y * p.output_row_step;
    Channels<kStride, kRelu>(&rows, p.records, p.channels,
                             4 * p.output_column_step);
  }
}

template <bool kRelu>
void Run(const VectorDepthwiseConvParams& p, const int8_t* input,
         int8_t* output, int8_t* scratch) {
  const auto run =
      p.window.stride_height == 1 ? RunStride<1, kRelu> : RunStride<2, kRelu>;
  run(p, input, output, scratch);
}

}  // namespace

void DepthwiseConvInt8(const VectorDepthwiseConvParams& p, const int8_t* input,
                       int8_t* output, int8_t* scratch) {
  Run<false>(p, input, output, scratch);
}

void DepthwiseConvReluInt8(const VectorDepthwiseConvParams& p,
                           const int8_t* input, int8_t* output,
                           int8_t* scratch) {
  Run<true>(p, input, output, scratch);
}

}  // namespace mve
}  // namespace nn
}  // namespace mote
