#include "device/nn/armv7em_dsp.h"
#include "device/nn/fully_connected/packed_fully_connected.h"

namespace mote {
namespace nn {
namespace armv7em {
namespace {

// The order is that of the assembly.
struct FourShape {
  const int8_t* activations_end;
  int32_t skipped_bytes;  // of code, in the first round of four times 8 inputs
  int32_t outputs;        // a multiple of 4
  int32_t multiplier, offset, shift;  // of the Uniform kernels
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
  MOTE_OUTPUT("lr", "r8", "r9")
#define MOTE_SCALES    \
  "ldm r1!, {r2-r9}\n" \
  "ldr r0, [r1], #4\n"

// The same with one multiplier, offset and shift for all.
#define MOTE_UNIFORM_OUTPUT(s) \
  "add r4, r3, " s             \
  ", asr #31\n"                \
  "smmlar " s ", " s           \
  ", r2, r4\n"                 \
  "asr " s ", " s              \
  ", r0\n"                     \
  "ssat " s ", #8, " s "\n"
#define MOTE_UNIFORM_OUTPUTS \
  MOTE_UNIFORM_OUTPUT("r10") \
  MOTE_UNIFORM_OUTPUT("r11") \
  MOTE_UNIFORM_OUTPUT("r12") \
  MOTE_UNIFORM_OUTPUT("lr")
#define MOTE_UNIFORM_SCALE   \
  "ldrd r2, r3, [sp, #32]\n" \
  "ldr r0, [sp, #40]\n"

// After 32 inputs the upper sums move to sp + 24 and sp + 28, so that they may
// outgrow 2^23.
#define MOTE_FOLD             \
  "sub r10, r10, r11\n"       \
  "sub r12, r12, lr\n"        \
  "ldrd r2, r3, [sp, #24]\n"  \
  "add r2, r2, r10, asr #8\n" \
  "add r3, r3, r12, asr #8\n" \
  "strd r2, r3, [sp, #24]\n"  \
  "mov r10, r11\n"            \
  "mov r12, lr\n"
#define MOTE_FOLD_BEGIN \
  "mov r2, #0\n"        \
  "mov r3, #0\n"        \
  "strd r2, r3, [sp, #24]\n"
#define MOTE_FOLDED_SUMS       \
  "ldrd r10, r12, [sp, #24]\n" \
  "lsl r10, r10, #1\n"         \
  "lsl r12, r12, #1\n"

// Twice the upper sums, of which 256 times with the lower added is known.
#define MOTE_UPPER_SUMS \
  "sub r10, r10, r11\n" \
  "sub r12, r12, lr\n"  \
  "asr r10, r10, #7\n"  \
  "asr r12, r12, #7\n"

// sp: end of activations, entry, output, end of output, activations, none,
// two upper sums, multiplier, offset, shift.
#define MOTE_FOUR_OUTPUTS(begin, eight, fold, sums, scales, outputs) \
  "push {r4-r11, lr}\n"                                              \
  "sub sp, #44\n"                                                    \
  "ldm r3, {r4-r6, r8, r9, r12}\n"                                   \
  "strd r8, r9, [sp, #32]\n"                                         \
  "str r12, [sp, #40]\n"                                             \
  "adr r7, 2f\n"                                                     \
  "orr r7, r7, #1\n"                                                 \
  "add r5, r5, r7\n"                                                 \
  "add r6, r6, r2\n"                                                 \
  "strd r4, r5, [sp]\n"                                              \
  "strd r2, r6, [sp, #8]\n"                                          \
  "str r0, [sp, #16]\n"                                              \
  "1:\n"                                                             \
  "ldm r1!, {r10, r11, r12, lr}\n" begin                             \
  "ldr r2, [sp, #4]\n"                                               \
  "bx r2\n"                                                          \
  ".balign 4\n"                                                      \
  "2:\n" eight eight eight eight fold                                \
  "ldr r2, [sp]\n"                                                   \
  "cmp r0, r2\n"                                                     \
  "bne.w 2b\n" scales sums                                           \
  "lsl r11, r11, #1\n"                                               \
  "lsl lr, lr, #1\n" outputs                                         \
  "ldrd r2, r3, [sp, #8]\n"                                          \
  "strb r10, [r2], #1\n"                                             \
  "strb r11, [r2], #1\n"                                             \
  "strb r12, [r2], #1\n"                                             \
  "strb lr, [r2], #1\n"                                              \
  "ldr r0, [sp, #16]\n"                                              \
  "str r2, [sp, #8]\n"                                               \
  "cmp r2, r3\n"                                                     \
  "bne.w 1b\n"                                                       \
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

// One row; `end` and the code's size go with `four`.
void Row(const PackedFullyConnectedParams& p, const int8_t* activations,
         const int8_t* end, FourFunction four, int32_t bytes_of_eight,
         int8_t* sums, int8_t* output) {
  const int32_t eights = (p.inputs + 7) / 8;
  const FourShape shape = {end,
                           (4 - eights % 4) % 4 * bytes_of_eight,
                           (p.outputs + 3) / 4 * 4,
                           p.multiplier,
                           p.offset,
                           p.shift};
  four(activations, p.packed, sums, &shape);
  for (int32_t o = 0; o < p.outputs; ++o) {
    const int32_t value = sums[o];
    *output++ = static_cast<int8_t>(
        value < p.activation_min
            ? p.activation_min
            : (value > p.activation_max ? p.activation_max : value));
  }
}

// All rows, widened first.
void Wide(const PackedFullyConnectedParams& p, const int8_t* input,
          int8_t* output, int8_t* scratch, FourFunction four) {
  int8_t* widened = scratch + (p.outputs + 3) / 4 * 4;
  for (int32_t row = 0; row < p.rows; ++row, output += p.outputs) {
    const int8_t* end = Widen(input + row * p.inputs, p.inputs, widened);
    Row(p, widened, end, four, kEightWideBytes, scratch, output);
  }
}

// All rows, widened on the way.
void Narrow(const PackedFullyConnectedParams& p, const int8_t* input,
            int8_t* output, int8_t* scratch, FourFunction four) {
  for (int32_t row = 0; row < p.rows; ++row, output += p.outputs) {
    Row(p, input, input + p.inputs, four, kEightNarrowBytes, scratch, output);
    input += p.inputs;
  }
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
                              int8_t* scratch) {
  Narrow(p, input, output, scratch, FourOutputsNarrow);
}

void FullyConnectedNarrowUniformInt8(const PackedFullyConnectedParams& p,
                                     const int8_t* input, int8_t* output,
                                     int8_t* scratch) {
  Narrow(p, input, output, scratch, FourUniformNarrow);
}

void FullyConnectedLongInt8(const PackedFullyConnectedParams& p,
                            const int8_t* input, int8_t* output,
                            int8_t* scratch) {
  Narrow(p, input, output, scratch, FourOutputsLong);
}

}  // namespace armv7em
}  // namespace nn
}  // namespace mote
