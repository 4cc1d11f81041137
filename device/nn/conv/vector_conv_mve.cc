#include <stddef.h>

#include "device/nn/conv/vector_conv.h"
#include "device/nn/copy/copy_runs.h"

namespace mote {
namespace nn {
namespace mve {
namespace {

// What ThreeWindows reads and changes.
struct Groups {
  int32_t low[4], high[4];  // the activation's
  const int8_t* weights;
  const int32_t* words;
  int32_t steps;  // of 16 taps, but the first
  int32_t zero_point, output_step;
  int32_t window_advance, output_advance;
  int32_t channels, count;
  int8_t* row_end;
};

// clang-format off
// One step of 16 taps: three windows and two channels. A: "" begins sums, "a"
// adds to them. FROM(x): where window x is read.
#define MOTE_STEP(A, FROM)             \
  "vldrb.u8 q0, [%[weights]], #16\n"   \
  "vldrb.u8 q2, " FROM("x") "\n"       \
  "vldrb.u8 q1, [%[weights]], #16\n"   \
  "vmladav" A ".s8 %[x0], q2, q0\n"    \
  "vldrb.u8 q3, " FROM("y") "\n"       \
  "vmladav" A ".s8 %[x1], q2, q1\n"    \
  "vldrb.u8 q2, " FROM("z") "\n"       \
  "vmladav" A ".s8 %[y0], q3, q0\n"    \
  "vmladav" A ".s8 %[y1], q3, q1\n"    \
  "vmladav" A ".s8 %[z0], q2, q0\n"    \
  "vmladav" A ".s8 %[z1], q2, q1\n"
#define MOTE_FORWARD(window) "[%[" window "]], #16"
#define MOTE_BACK(window) "[%[" window "], #-16]!"
// All taps, and the sums to two lanes of q4, q5 and q6.
#define MOTE_SUMS(FROM, LANES)                  \
  "ldr lr, [%[state], %[steps]]\n"              \
  MOTE_STEP("", FROM)                           \
  "wls lr, lr, 4f\n"                            \
  "3:\n"                                        \
  MOTE_STEP("a", FROM)                          \
  "le lr, 3b\n"                                 \
  "4:\n"                                        \
  "vmov " LANES("q4") ", %[x0], %[x1]\n"        \
  "vmov " LANES("q5") ", %[y0], %[y1]\n"        \
  "vmov " LANES("q6") ", %[z0], %[z1]\n"
#define MOTE_EVEN(q) q "[2], " q "[0]"
#define MOTE_ODD(q) q "[3], " q "[1]"
#define MOTE_THREE(OPERATION) OPERATION("q4") OPERATION("q5") OPERATION("q6")
#define MOTE_BIAS(q) "vadd.i32 " q ", " q ", q0\n"
// Doubling and rounding multiplication is what Requantize does first; its shift
// rounds ties away from zero, the vector's upwards: one less before the shift
// makes up for that below zero, where no ReLU hides it.
#define MOTE_SCALE(q)                           \
  ".if !%c[relu]\n"                             \
  "vshr.s32 q3, " q ", #31\n"                   \
  ".endif\n"                                    \
  "vqrdmulh.s32 " q ", " q ", q1\n"             \
  ".if !%c[relu]\n"                             \
  "vadd.i32 " q ", " q ", q3\n"                 \
  ".endif\n"
#define MOTE_SHIFT(q) "vrshl.s32 " q ", " q ", q2\n"
#define MOTE_ZERO(q) "vadd.i32 " q ", " q ", %[x0]\n"
#define MOTE_LOW(q) "vmax.s32 " q ", " q ", q3\n"
#define MOTE_HIGH(q) "vmin.s32 " q ", " q ", q7\n"
// clang-format on

// All channels of groups of three windows each. A function of its own, as
// assembly cannot say that it changes the predicate.
template <bool kRelu>
__attribute__((noipa)) void ThreeWindows(Groups* state, const int8_t* x,
                                         const int8_t* y, const int8_t* z,
                                         int8_t* output) {
  const int8_t* weights;
  const int32_t* words;
  // Sums want even registers, addresses of bytes low ones.
  register int32_t x0 asm("r0"), x1 asm("r2"), y0 asm("r4"), y1 asm("r6");
  int32_t z0, z1;
  asm volatile(
      "vldrw.u32 q7, [%[state], %[high]]\n"
      "1:\n"
      "ldrd %[weights], %[words], [%[state], %[constants]]\n"
      "2:\n"
      MOTE_SUMS(MOTE_FORWARD, MOTE_EVEN)
      MOTE_SUMS(MOTE_BACK, MOTE_ODD)
      "vldrw.u32 q0, [%[words]], #16\n"
      "vldrw.u32 q1, [%[words]], #16\n"
      "vldrw.u32 q2, [%[words]], #16\n"
      MOTE_THREE(MOTE_BIAS)
      MOTE_THREE(MOTE_SCALE)
      "ldrd %[x0], %[y0], [%[state], %[zero_point]]\n"
      MOTE_THREE(MOTE_SHIFT)
      "vldrw.u32 q3, [%[state]]\n"
      MOTE_THREE(MOTE_ZERO)
      "ldr %[z0], [%[state], %[row_end]]\n"
      MOTE_THREE(MOTE_LOW)
      "add %[x1], %[output], %[y0]\n"
      MOTE_THREE(MOTE_HIGH)
      "sub %[z0], %[z0], %[output]\n"
      "add %[y1], %[x1], %[y0]\n"
      "vctp.32 %[z0]\n"
      "vpsttt\n"
      "vstrbt.32 q4, [%[output]], #4\n"
      "vstrbt.32 q5, [%[x1]]\n"
      "vstrbt.32 q6, [%[y1]]\n"
      "subs %[z0], #4\n"
      "bgt 2b\n"
      "ldrd %[x0], %[y0], [%[state], %[advance]]\n"
      "add %[x], %[x0]\n"
      "add %[y], %[x0]\n"
      "add %[z], %[x0]\n"
      "add %[output], %[y0]\n"
      "ldrd %[x0], %[y0], [%[state], %[channels]]\n"
      "add %[x0], %[output]\n"
      "subs %[y0], #1\n"
      "strd %[y0], %[x0], [%[state], %[count]]\n"
      "bgt 1b\n"
      : [x] "+&r"(x), [y] "+&r"(y), [z] "+&r"(z), [output] "+&l"(output),
        [weights] "=&r"(weights), [words] "=&r"(words), [x0] "=&r"(x0),
        [x1] "=&r"(x1), [y0] "=&r"(y0), [y1] "=&r"(y1), [z0] "=&Te"(z0),
        [z1] "=&Te"(z1)
      : [state] "r"(state), [high] "i"(offsetof(Groups, high)),
        [constants] "i"(offsetof(Groups, weights)),
        [steps] "i"(offsetof(Groups, steps)),
        [zero_point] "i"(offsetof(Groups, zero_point)),
        [advance] "i"(offsetof(Groups, window_advance)),
        [channels] "i"(offsetof(Groups, channels)),
        [count] "i"(offsetof(Groups, count)),
        [row_end] "i"(offsetof(Groups, row_end)), [relu] "i"(kRelu)
      : "q0", "q1", "q2", "q3", "q4", "q5", "q6", "q7", "lr", "cc", "memory");
}

// Outputs of a layer from windows at equal distances.
template <bool kRelu>
class Columns {
 public:
  explicit Columns(const VectorConvParams& p) : p_(p) {
    for (int32_t i = 0; i < 4; ++i) {
      groups_.low[i] = p.activation_min;
      groups_.high[i] = p.activation_max;
    }
    groups_.weights = p.weights;
    groups_.words = p.outputs;
    groups_.steps = VectorTaps(p) / 16 - 1;
    groups_.zero_point = p.output_zero_point;
    groups_.output_step = p.output_row_step;
    groups_.channels = p.output_channels;
    groups_.output_advance =
        3 * p.output_row_step - (p.output_channels + 3) / 4 * 4;
  }

  // `count` outputs, at least three, of one column. The last ones are made
  // twice where they are not a multiple of three. Windows behind `last` are
  // copied to `scratch` first.
  void Run(const int8_t* windows, int32_t distance, int32_t count,
           const int8_t* last, int8_t* scratch, int8_t* output) {
    int32_t whole = count / 3;
    while (whole > 0 && windows + (3 * whole - 1) * distance > last) --whole;
    if (whole > 0) Groups(windows, distance, whole, output);
    for (int32_t done = 3 * whole; done < count; done += 3) {
      const int32_t from = done < count - 3 ? done : count - 3;
      int8_t* const to = output + from * p_.output_row_step;
      const int8_t* const three = windows + from * distance;
      if (three + 2 * distance > last) {
        const int32_t taps = VectorTaps(p_);
        CopyRuns({p_.input_channels, distance, taps, 3}, three, scratch);
        Groups(scratch, taps, 1, to);
      } else {
        Groups(three, distance, 1, to);
      }
    }
  }

 private:
  void Groups(const int8_t* windows, int32_t distance, int32_t count,
              int8_t* output) {
    groups_.window_advance = 3 * distance;
    groups_.count = count;
    groups_.row_end = output + p_.output_channels;
    ThreeWindows<kRelu>(&groups_, windows, windows + distance,
                        windows + 2 * distance, output);
  }

  const VectorConvParams& p_;
  mve::Groups groups_;
};

// Copies what the windows of `count` outputs of column x, from row y on, see.
void LoadStrip(const VectorConvParams& p, int32_t y, int32_t x, int32_t count,
               const int8_t* input, int8_t* strip) {
  const Window& w = p.window;
  const TapRange columns = ColumnTaps(w, x);
  const int32_t row_bytes = StripRowBytes(p), channels = p.input_channels;
  const int32_t rows = (count - 1) * w.stride_height + w.kernel_height;
  const int32_t origin = y * w.stride_height - w.pad_top;
  const int32_t begin = origin < 0 ? -origin : 0;
  const int32_t inside = w.input_height - origin;
  const int32_t end = inside < rows ? inside : rows;
  if (columns.end - columns.begin < w.kernel_width) {
    FillBytes(strip, p.input_zero_point, rows * row_bytes);
  } else {
    if (begin > 0) FillBytes(strip, p.input_zero_point, begin * row_bytes);
    FillBytes(strip + end * row_bytes, p.input_zero_point,
              (rows - end) * row_bytes);
  }
  const int32_t step = w.dilation_width * p.input_column_step;
  const int32_t seen = columns.end - columns.begin;
  const int32_t together = step == channels ? seen : 1;
  const Runs runs = {together * channels, p.input_row_step, row_bytes,
                     end - begin};
  input += (origin + begin) * p.input_row_step +
           columns.origin * p.input_column_step + columns.begin * step;
  strip += begin * row_bytes + columns.begin * channels;
  for (int32_t i = 0; i < seen; i += together) {
    if (runs.count > 0) CopyRuns(runs, input, strip);
    input += step;
    strip += channels;
  }
}

template <bool kRelu>
void Run(const VectorConvParams& p, const int8_t* input, int8_t* output,
         int8_t* scratch) {
  const Window& w = p.window;
  Columns<kRelu> columns(p);
  const int32_t taps = VectorTaps(p);
  for (int32_t x = 0; x < w.output_width; ++x) {
    int8_t* const to = output + x * p.output_column_step;
    if (p.strip_outputs == 0) {
      const int8_t* const end =
          input + (w.input_height - 1) * p.input_row_step +
          (w.input_width - 1) * p.input_column_step + p.input_channels;
      columns.Run(input + x * w.stride_width * p.input_column_step,
                  w.stride_height * p.input_row_step, w.output_height,
                  end - taps, scratch, to);
      continue;
    }
    for (int32_t y = 0; y < w.output_height; y += p.strip_outputs) {
      const int32_t left = w.output_height - y;
      const int32_t count = left < p.strip_outputs ? left : p.strip_outputs;
      const int32_t from = count < 3 ? w.output_height - 3 : y;
      LoadStrip(p, from, x, count < 3 ? 3 : count, input, scratch);
      columns.Run(scratch, w.stride_height * StripRowBytes(p),
                  count < 3 ? 3 : count,
                  scratch + VectorConvScratchBytes(p) - taps, nullptr,
                  to + from * p.output_row_step);
    }
  }
}

}  // namespace

void ConvInt8(const VectorConvParams& p, const int8_t* input, int8_t* output,
              int8_t* scratch) {
  Run<false>(p, input, output, scratch);
}

void ConvReluInt8(const VectorConvParams& p, const int8_t* input,
                  int8_t* output, int8_t* scratch) {
  Run<true>(p, input, output, scratch);
}

}  // namespace mve
}  // namespace nn
}  // namespace mote
