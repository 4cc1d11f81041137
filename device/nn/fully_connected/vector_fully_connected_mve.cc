#include "device/nn/copy/copy_runs.h"
#include "device/nn/fully_connected/vector_fully_connected.h"

namespace mote {
namespace nn {
namespace mve {
namespace {

// clang-format off
// 16 inputs of four outputs. A: "" begins sums, "a" adds to them.
#define MOTE_STEP(A)                   \
  "vldrb.u8 q0, [%[x]], #16\n"         \
  "vldrb.u8 q1, [%[weights]], #16\n"   \
  "vldrb.u8 q2, [%[weights]], #16\n"   \
  "vmladav" A ".s8 %[a], q0, q1\n"     \
  "vldrb.u8 q1, [%[weights]], #16\n"   \
  "vmladav" A ".s8 %[b], q0, q2\n"     \
  "vldrb.u8 q2, [%[weights]], #16\n"   \
  "vmladav" A ".s8 %[c], q0, q1\n"     \
  "vmladav" A ".s8 %[d], q0, q2\n"
// clang-format on

// All outputs of a row. The rounding is that of conv/vector_conv_mve.cc. A
// function of its own, as assembly cannot say that it changes the predicate.
template <bool kRelu>
__attribute__((noipa)) void Row(const VectorFullyConnectedParams& p,
                                const int8_t* input, int8_t* output) {
  const int8_t *weights = p.weights, *x;
  const int32_t* words = p.output_words;
  // The limits' registers hold sums afterwards.
  int32_t left = p.outputs, a = p.activation_min, b = p.activation_max, c, d;
  asm volatile(
      "vdup.32 q6, %[a]\n"
      "vdup.32 q7, %[b]\n"
      "1:\n"
      "mov %[x], %[input]\n"
      MOTE_STEP("")
      "wls lr, %[steps], 3f\n"
      "2:\n"
      MOTE_STEP("a")
      "le lr, 2b\n"
      "3:\n"
      "vldrw.u32 q1, [%[words]], #16\n"
      "vmov q0[2], q0[0], %[a], %[c]\n"
      "vmov q0[3], q0[1], %[b], %[d]\n"
      "vldrw.u32 q2, [%[words]], #16\n"
      "vadd.i32 q0, q0, q1\n"
      "vldrw.u32 q3, [%[words]], #16\n"
      "vqrdmulh.s32 q1, q0, q2\n"
      ".if !%c[relu]\n"
      "vshr.s32 q0, q0, #31\n"
      "vadd.i32 q1, q1, q0\n"
      ".endif\n"
      "vctp.32 %[left]\n"
      "vrshl.s32 q1, q1, q3\n"
      "subs %[left], #4\n"
      "vadd.i32 q1, q1, %[zero]\n"
      "vmax.s32 q1, q1, q6\n"
      "vmin.s32 q1, q1, q7\n"
      "vpst\n"
      "vstrbt.32 q1, [%[output]], #4\n"
      "bgt 1b\n"
      : [weights] "+&r"(weights), [words] "+&r"(words), [left] "+&r"(left),
        [output] "+&l"(output), [x] "=&r"(x), [a] "+&Te"(a), [b] "+&Te"(b),
        [c] "=&Te"(c), [d] "=&Te"(d)
      : [input] "r"(input), [steps] "r"((p.inputs + 15) / 16 - 1),
        [zero] "r"(p.output_zero_point), [relu] "i"(kRelu)
      : "q0", "q1", "q2", "q3", "q6", "q7", "lr", "cc", "memory");
}

template <bool kRelu>
void Run(const VectorFullyConnectedParams& p, const int8_t* input,
         int8_t* output, int8_t* scratch) {
  for (int32_t row = 0; row < p.rows; ++row) {
    const int8_t* from = input;
    if (p.inputs % 16 != 0) {
      CopyRuns({p.inputs, 0, 0, 1}, input, scratch);
      from = scratch;
    }
    Row<kRelu>(p, from, output);
    input += p.inputs;
    output += p.outputs;
  }
}

}  // namespace

void FullyConnectedInt8(const VectorFullyConnectedParams& p,
                        const int8_t* input, int8_t* output, int8_t* scratch) {
  Run<false>(p, input, output, scratch);
}

void FullyConnectedReluInt8(const VectorFullyConnectedParams& p,
                            const int8_t* input, int8_t* output,
                            int8_t* scratch) {
  Run<true>(p, input, output, scratch);
}

}  // namespace mve
}  // namespace nn
}  // namespace mote
