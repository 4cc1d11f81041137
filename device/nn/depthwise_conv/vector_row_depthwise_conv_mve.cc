#include <stddef.h>

#include "device/nn/copy/copy_runs.h"
#include "device/nn/depthwise_conv/vector_row_depthwise_conv.h"

namespace mote {
namespace nn {
namespace mve {
namespace {

// What Channels reads and changes.
struct Row {
  uint8_t mask[16];  // of a window's weights
  int32_t low[4], high[4];
  int32_t output_offsets[4];
  uint16_t input_offsets[8];
  int8_t* copy;  // where the strip has the input's first column
  int32_t input_columns, input_advance;
  int32_t record_bytes;  // but for the first four words
  const int8_t* strip;
  int32_t fours;        // groups of four outputs
  const int8_t* end;    // of the windows' first columns
  int32_t last_four;    // bytes from the first output to the last but 3
  const int8_t* input;  // the channel's first value
  int8_t* output;
};

// All channels of a row. Four outputs that are less than four columns from the
// last ones are made as the last four columns. VQRDMLASH is the doubling
// multiplication that Requantize begins with, and adds the zero point; for the
// rest of the rounding see conv/vector_conv_mve.cc. A function of its own, as
// assembly cannot say that it changes the predicate.
template <bool kRelu>
__attribute__((noipa)) void Channels(Row* row, const int32_t* record,
                                     int32_t channels, uint32_t stored,
                                     int32_t advance) {
  // Sums want even registers, addresses of bytes low ones.
  register int32_t b asm("r2");
  int32_t a = static_cast<int32_t>(stored), c, d, bias, addend, shift;
  const int8_t* x;
  int8_t* to;
  asm volatile(
      "vmsr p0, %[a]\n"
      "vldrw.u32 q4, [%[row], %[low]]\n"
      "vldrw.u32 q5, [%[row], %[high]]\n"
      "vldrw.u32 q6, [%[row], %[output_offsets]]\n"
      "vldrw.u32 q7, [%[row], %[input_offsets]]\n"
      "1:\n"
      "ldrd %[a], %[to], [%[row], %[input]]\n"
      "ldrd %[b], lr, [%[row], %[copy]]\n"
      "ldr %[c], [%[row], %[input_advance]]\n"
      "dlstp.16 lr, lr\n"
      "2:\n"
      "vldrb.u16 q0, [%[a], q7]\n"
      "add %[a], %[c]\n"
      "vstrb.16 q0, [%[b]], #8\n"
      "letp lr, 2b\n"
      "ldrd %[bias], %[a], [%[record]], #8\n"
      "ldrd %[shift], %[addend], [%[record]], #8\n"
      "vdup.32 q3, %[a]\n"
      "vldrb.u8 q1, [%[record]]\n"
      "ldr %[a], [%[row], %[record_bytes]]\n"
      "vldrb.u8 q2, [%[row]]\n"
      "add %[record], %[a]\n"
      "ldrd %[x], lr, [%[row], %[strip]]\n"
      "vand q1, q1, q2\n"
      "dls lr, lr\n"
      "3:\n"
      "vldrb.u8 q0, [%[x]], #1\n"
      "vmladav.s8 %[a], q0, q1\n"
      "vldrb.u8 q2, [%[x]], #1\n"
      "vmladav.s8 %[b], q2, q1\n"
      "vldrb.u8 q0, [%[x]], #1\n"
      "vmladav.s8 %[c], q0, q1\n"
      "vldrb.u8 q2, [%[x]], #1\n"
      "vmladav.s8 %[d], q2, q1\n"
      "vmov q0[2], q0[0], %[a], %[c]\n"
      "vmov q0[3], q0[1], %[b], %[d]\n"
      "vadd.i32 q0, q0, %[bias]\n"
      ".if !%c[relu]\n"
      "vshr.s32 q2, q0, #31\n"
      ".endif\n"
      "vqrdmlash.s32 q0, q3, %[addend]\n"
      ".if !%c[relu]\n"
      "vadd.i32 q0, q0, q2\n"
      ".endif\n"
      "vrshl.s32 q0, %[shift]\n"
      "vmax.s32 q0, q0, q4\n"
      "vmin.s32 q0, q0, q5\n"
      "vpst\n"
      "vstrbt.32 q0, [%[to], q6]\n"
      "add %[to], %[advance]\n"
      "le lr, 3b\n"
      "ldrd %[a], %[b], [%[row], %[end]]\n"
      "cmp %[x], %[a]\n"
      "beq 4f\n"
      "ldr %[to], [%[row], %[output]]\n"
      "sub %[x], %[a], #4\n"
      "add %[to], %[b]\n"
      "mov lr, #1\n"
      "b 3b\n"
      "4:\n"
      "ldrd %[a], %[b], [%[row], %[input]]\n"
      "add %[a], #1\n"
      "add %[b], #1\n"
      "strd %[a], %[b], [%[row], %[input]]\n"
      "subs %[channels], #1\n"
      "bne 1b\n"
      : [record] "+&r"(record), [channels] "+&r"(channels), [a] "+&Te"(a),
        [b] "=&r"(b), [c] "=&Te"(c), [d] "=&Te"(d), [bias] "=&r"(bias),
        [addend] "=&r"(addend), [shift] "=&r"(shift), [x] "=&r"(x),
        [to] "=&r"(to)
      : [row] "r"(row), [advance] "r"(advance), [low] "i"(offsetof(Row, low)),
        [high] "i"(offsetof(Row, high)),
        [output_offsets] "i"(offsetof(Row, output_offsets)),
        [input_offsets] "i"(offsetof(Row, input_offsets)),
        [input] "i"(offsetof(Row, input)), [copy] "i"(offsetof(Row, copy)),
        [input_advance] "i"(offsetof(Row, input_advance)),
        [record_bytes] "i"(offsetof(Row, record_bytes)),
        [strip] "i"(offsetof(Row, strip)), [end] "i"(offsetof(Row, end)),
        [output] "i"(offsetof(Row, output)), [relu] "i"(kRelu)
      : "q0", "q1", "q2", "q3", "q4", "q5", "q6", "q7", "lr", "cc", "memory");
}

Row MakeRow(const VectorRowDepthwiseConvParams& p, int8_t* scratch) {
  const Window& w = p.window;
  const int32_t outputs = w.output_width < 4 ? 4 : w.output_width;
  const int32_t seen = w.output_width - 1 + w.kernel_width - w.pad_left;
  Row row;
  for (int32_t i = 0; i < 16; ++i) row.mask[i] = i < w.kernel_width ? 0xFF : 0;
  for (int32_t i = 0; i < 4; ++i) {
    row.low[i] = p.activation_min;
    row.high[i] = p.activation_max;
    row.output_offsets[i] = i * p.output_column_step;
  }
  for (int32_t i = 0; i < 8; ++i) {
    row.input_offsets[i] = static_cast<uint16_t>(i * p.input_column_step);
  }
  row.copy = scratch + w.pad_left;
  row.input_columns = seen < w.input_width ? seen : w.input_width;
  row.input_advance = 8 * p.input_column_step;
  row.record_bytes = (w.kernel_width + 3) / 4 * 4;
  row.strip = scratch;
  row.fours = outputs / 4;
  row.end = scratch + outputs;
  row.last_four = (outputs - 4) * p.output_column_step;
  return row;
}

template <bool kRelu>
void Run(const VectorRowDepthwiseConvParams& p, const int8_t* input,
         int8_t* output, int8_t* scratch) {
  const Window& w = p.window;
  FillBytes(scratch, p.input_zero_point, VectorRowScratchBytes(p));
  Row row = MakeRow(p, scratch);
  const uint32_t stored =
      w.output_width < 4 ? (1u << (4 * w.output_width)) - 1 : 0xFFFF;
  for (int32_t y = 0; y < w.output_height; ++y) {
    row.input = input + y * w.stride_height * p.input_row_step;
    row.output = output + y * p.output_row_step;
    Channels<kRelu>(&row, p.records, p.channels, stored,
                    4 * p.output_column_step);
  }
}

}  // namespace

void RowDepthwiseConvInt8(const VectorRowDepthwiseConvParams& p,
                          const int8_t* input, int8_t* output,
                          int8_t* scratch) {
  Run<false>(p, input, output, scratch);
}

void RowDepthwiseConvReluInt8(const VectorRowDepthwiseConvParams& p,
                              const int8_t* input, int8_t* output,
                              int8_t* scratch) {
  Run<true>(p, input, output, scratch);
}

}  // namespace mve
}  // namespace nn
}  // namespace mote
