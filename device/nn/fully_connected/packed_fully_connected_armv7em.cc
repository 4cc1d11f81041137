#include "device/nn/armv7em_dsp.h"
#include "device/nn/fully_connected/packed_fully_connected.h"

namespace mote {
namespace nn {
namespace armv7em {
namespace {

// The order is that of the assembly.
struct FourShape {
  int32_t multiplier, offset, shift;  // of the Uniform kernels
  const int8_t* activations_end;
  int32_t skipped_bytes;  // of code, in the first round of four times 8 inputs
  int32_t outputs_before_last_four;  // outputs less 4
};

// Sums: r10 and r12 hold 256 A + B, 256 C + D; r11 and lr hold B and D.
#define MOTE_TWO_INPUTS(weights, x, sum, low) \
  "smlad " sum ", " x ", " weights ", " sum   \
  "\n"                                        \
  "sxtb16 " weights ", " weights              \
  "\n"                                        \
  "smlad " low ", " x ", " weights ", " low "\n"

#define MOTE_FOUR_INPUTS(x0, x1)                               \
  "ldm r1!, {r6-r9}\n" MOTE_TWO_INPUTS("r6", x0, "r10", "r11") \
      MOTE_TWO_INPUTS("r7", x0, "r12", "lr")                   \
          MOTE_TWO_INPUTS("r8", x1, "r10", "r11")              \
              MOTE_TWO_INPUTS("r9", x1, "r12", "lr")

// 106 bytes of code.
#define MOTE_EIGHT_WIDE                               \
  "ldm.n r0!, {r2-r5}\n" MOTE_FOUR_INPUTS("r2", "r3") \
      MOTE_FOUR_INPUTS("r4", "r5")
constexpr int32_t kEightWideBytes = 106;

// 128 bytes of code.
#define MOTE_EIGHT_NARROW   \
  "ldr r2, [r0], #4\n"      \
  "ldr r4, [r0], #4\n"      \
  "sxtb16 r3, r2, ror #8\n" \
  "sxtb16 r2, r2\n"         \
  "sxtb16 r5, r4, ror #8\n" \
  "sxtb16 r4, r4\n" MOTE_FOUR_INPUTS("r2", "r3") MOTE_FOUR_INPUTS("r4", "r5")
constexpr int32_t kEightNarrowBytes = 128;

// Twice the sum in `s`; the shift in r0's lowest byte.
#define MOTE_OUTPUT(s, multiplier, offset)       \
  "add " offset ", " offset ", " s               \
  ", asr #31\n"                                  \
  "smmlar " s ", " s ", " multiplier ", " offset \
  "\n"                                           \
  "asr " s ", " s                                \
  ", r0\n"                                       \
  "lsr r0, r0, #8\n"                             \
  "ssat " s ", #8, " s "\n"
#define MOTE_OUTPUTS             \
  MOTE_OUTPUT("r10", "r2", "r3") \
  MOTE_OUTPUT("r11", "r4", "r5") \
  MOTE_OUTPUT("r12", "r6", "r7") \
  MOTE_OUTPUT("lr", "r8", "r9")  \
  "ldm sp, {r0, r2, r3, r4, r5, r6}\n"
#define MOTE_SCALES    \
  "ldm r1!, {r2-r9}\n" \
  "ldr r0, [r1], #4\n"

// The same with one multiplier, offset and shift for all.
#define MOTE_UNIFORM_OUTPUT(s) \
  "add r7, r3, " s             \
  ", asr #31\n"                \
  "smmlar " s ", " s           \
  ", r2, r7\n"                 \
  "asr " s ", " s              \
  ", r4\n"                     \
  "ssat " s ", #8, " s "\n"
#define MOTE_UNIFORM_OUTPUTS \
  MOTE_UNIFORM_OUTPUT("r10") \
  MOTE_UNIFORM_OUTPUT("r11") \
  MOTE_UNIFORM_OUTPUT("r12") \
  MOTE_UNIFORM_OUTPUT("lr")
#define MOTE_UNIFORM_SCALE "ldm sp, {r0, r2, r3, r4, r5, r6}\n"

// After 32 inputs the upper sums move to sp + 32 and sp + 36, so that they may
// outgrow 2^23.
#define MOTE_FOLD             \
  "sub r10, r10, r11\n"       \
  "sub r12, r12, lr\n"        \
  "ldrd r2, r3, [sp, #32]\n"  \
  "add r2, r2, r10, asr #8\n" \
  "add r3, r3, r12, asr #8\n" \
  "strd r2, r3, [sp, #32]\n"  \
  "mov r10, r11\n"            \
  "mov r12, lr\n"
#define MOTE_FOLD_BEGIN \
  "mov r2, #0\n"        \
  "mov r3, #0\n"        \
  "strd r2, r3, [sp, #32]\n"
#define MOTE_FOLDED_SUMS       \
  "ldrd r10, r12, [sp, #32]\n" \
  "lsl r10, r10, #1\n"         \
  "lsl r12, r12, #1\n"

// Twice the upper sums, of which 256 times with the lower added is known.
#define MOTE_UPPER_SUMS \
  "sub r10, r10, r11\n" \
  "sub r12, r12, lr\n"  \
  "asr r10, r10, #7\n"  \
  "asr r12, r12, #7\n"

// sp: activations, multiplier, offset, shift, output, output of the last four,
// end of activations, entry, two upper sums. The last four may be fewer.
#define MOTE_FOUR_OUTPUTS(begin, eight, fold, sums, scales, outputs) \
  "push {r4-r11, lr}\n"                                              \
  "sub sp, #44\n"                                                    \
  "ldm r3, {r4-r8, r9}\n"                                            \
  "adr r10, 2f\n"                                                    \
  "orr r10, r10, #1\n"                                               \
  "add r8, r8, r10\n"                                                \
  "add r9, r9, r2\n"                                                 \
  "stm sp, {r0, r4, r5, r6}\n"                                       \
  "strd r2, r9, [sp, #16]\n"                                         \
  "strd r7, r8, [sp, #24]\n"                                         \
  "1:\n"                                                             \
  "ldm r1!, {r10, r11, r12, lr}\n" begin                             \
  "ldr pc, [sp, #28]\n"                                              \
  ".balign 4\n"                                                      \
  "2:\n" eight eight eight eight fold                                \
  "ldr r2, [sp, #24]\n"                                              \
  "cmp r0, r2\n"                                                     \
  "bne.w 2b\n" scales sums                                           \
  "lsl r11, r11, #1\n"                                               \
  "lsl lr, lr, #1\n" outputs                                         \
  "bfi r10, r11, #8, #8\n"                                           \
  "bfi r10, r12, #16, #8\n"                                          \
  "bfi r10, lr, #24, #8\n"                                           \
  "cmp r5, r6\n"                                                     \
  "bhi 3f\n"                                                         \
  "str r10, [r5], #4\n"                                              \
  "str r5, [sp, #16]\n"                                              \
  "bne.w 1b\n"                                                       \
  "b 4f\n"                                                           \
  "3:\n"                                                             \
  "strb r10, [r5], #1\n"                                             \
  "lsr r10, r10, #8\n"                                               \
  "sub r2, r5, r6\n"                                                 \
  "cmp r2, #4\n"                                                     \
  "bne 3b\n"                                                         \
  "4:\n"                                                             \
  "add sp, #44\n"                                                    \
  "pop {r4-r11, pc}\n"

#define MOTE_KERNEL_OF_FOUR(name, ...)                          \
  __attribute__((naked)) void name(                             \
      const int8_t* /*activations*/, const int32_t* /*packed*/, \
      int8_t* /*output*/, const FourShape* /*shape*/) {         \
    asm volatile(MOTE_FOUR_OUTPUTS(__VA_ARGS__));               \
  }

MOTE_KERNEL_OF_FOUR(FourOutputsWide, "", MOTE_EIGHT_WIDE, "", MOTE_UPPER_SUMS,
                    MOTE_SCALES, MOTE_OUTPUTS)
MOTE_KERNEL_OF_FOUR(FourOutputsNarrow, "", MOTE_EIGHT_NARROW, "",
                    MOTE_UPPER_SUMS, MOTE_SCALES, MOTE_OUTPUTS)
MOTE_KERNEL_OF_FOUR(FourOutputsLong, MOTE_FOLD_BEGIN, MOTE_EIGHT_NARROW,
                    MOTE_FOLD, MOTE_FOLDED_SUMS, MOTE_SCALES, MOTE_OUTPUTS)
MOTE_KERNEL_OF_FOUR(FourUniformWide, "", MOTE_EIGHT_WIDE, "", MOTE_UPPER_SUMS,
                    MOTE_UNIFORM_SCALE, MOTE_UNIFORM_OUTPUTS)
MOTE_KERNEL_OF_FOUR(FourUniformNarrow, "", MOTE_EIGHT_NARROW, "",
                    MOTE_UPPER_SUMS, MOTE_UNIFORM_SCALE, MOTE_UNIFORM_OUTPUTS)

// To 16 bits in the order {k, k + 2}, {k + 1, k + 3}, filled up with zeros to
// a multiple of 8. Returns the end.
int8_t* Widen(const int8_t* input, int32_t count, int8_t* to) {
  int32_t* words = reinterpret_cast<int32_t*>(to);
  const int32_t filled = (count + 7) / 8 * 8;
  for (int32_t k = 0; k < filled; k += 4) {
    int32_t four = 0;
    if (k + 4 <= count) {
      four = LoadWord(input + k);
    } else {
      for (int32_t j = count - 1; j >= k; --j) {
        four = static_cast<int32_t>(static_cast<uint32_t>(four) << 8 |
                                    static_cast<uint8_t>(input[j]));
      }
    }
    *words++ = EvenBytes(four);
    *words++ = OddBytes(four);
  }
  return reinterpret_cast<int8_t*>(words);
}

}  // namespace

namespace {

using FourFunction = void (*)(const int8_t* activations, const int32_t* packed,
                              int8_t* output, const FourShape* shape);

void Clamp(const PackedFullyConnectedParams& p, int8_t* output) {
  if (p.activation_min <= -128 && p.activation_max >= 127) return;
  for (int32_t i = p.rows * p.outputs; i > 0; --i, ++output) {
    const int32_t value = *output;
    *output = static_cast<int8_t>(
        value < p.activation_min
            ? p.activation_min
            : (value > p.activation_max ? p.activation_max : value));
  }
}

FourShape MakeShape(const PackedFullyConnectedParams& p,
                    int32_t bytes_of_eight) {
  const int32_t eights = (p.inputs + 7) / 8;
  return {p.multiplier,
          p.offset,
          p.shift,
          nullptr,
          (4 - eights % 4) % 4 * bytes_of_eight,
          p.outputs - 4};
}

// All rows, widened first.
void Wide(const PackedFullyConnectedParams& p, const int8_t* input,
          int8_t* output, int8_t* scratch, FourFunction four) {
  FourShape shape = MakeShape(p, kEightWideBytes);
  for (int32_t row = 0; row < p.rows; ++row) {
    shape.activations_end = Widen(input + row * p.inputs, p.inputs, scratch);
    four(scratch, p.packed, output + row * p.outputs, &shape);
  }
  Clamp(p, output);
}

// All rows, widened on the way.
void Narrow(const PackedFullyConnectedParams& p, const int8_t* input,
            int8_t* output, FourFunction four) {
  FourShape shape = MakeShape(p, kEightNarrowBytes);
  for (int32_t row = 0; row < p.rows; ++row, input += p.inputs) {
    shape.activations_end = input + p.inputs;
    four(input, p.packed, output + row * p.outputs, &shape);
  }
  Clamp(p, output);
}

}  // namespace

void FullyConnectedInt8(const PackedFullyConnectedParams& p,
                        const int8_t* input, int8_t* output, int8_t* scratch) {
  Wide(p, input, output, scratch, FourOutputsWide);
}

void FullyConnectedUniformInt8(const PackedFullyConnectedParams& p,
                               const int8_t* input, int8_t* output,
                               int8_t* scratch) {
  Wide(p, input, output, scratch, FourUniformWide);
}

void FullyConnectedNarrowInt8(const PackedFullyConnectedParams& p,
                              const int8_t* input, int8_t* output,
                              int8_t* /*scratch*/) {
  Narrow(p, input, output, FourOutputsNarrow);
}

void FullyConnectedNarrowUniformInt8(const PackedFullyConnectedParams& p,
                                     const int8_t* input, int8_t* output,
                                     int8_t* /*scratch*/) {
  Narrow(p, input, output, FourUniformNarrow);
}

void FullyConnectedLongInt8(const PackedFullyConnectedParams& p,
                            const int8_t* input, int8_t* output,
                            int8_t* /*scratch*/) {
  Narrow(p, input, output, FourOutputsLong);
}

}  // namespace armv7em
}  // namespace nn
}  // namespace mote
