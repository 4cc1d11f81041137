#include <arm_mve.h>

#include "device/nn/conv/vector_conv.h"

namespace mote {
namespace nn {
namespace mve {
namespace {

// Four sums to four outputs. Doubling and rounding multiplication is what
// Requantize does first; its shift rounds ties away from zero, the vector's
// upwards: one less before the shift makes up for that below zero, where no
// ReLU hides it.
template <bool kRelu>
class Outputs {
 public:
  explicit Outputs(const VectorConvParams& p)
      : low_(vdupq_n_s32(p.activation_min)),
        high_(vdupq_n_s32(p.activation_max)),
        zero_point_(p.output_zero_point) {}

  void Load(const int32_t* words) {
    bias_ = vldrwq_s32(words);
    multiplier_ = vldrwq_s32(words + 4);
    shift_ = vldrwq_s32(words + 8);
  }

  void Write(const int32_t* sums, mve_pred16_t channels, int8_t* output) const {
    const int32x4_t sum = vaddq_s32(vldrwq_s32(sums), bias_);
    int32x4_t value = vqrdmulhq_s32(sum, multiplier_);
    if (!kRelu) value = vaddq_s32(value, vshrq_n_s32(sum, 31));
    value = vaddq_n_s32(vrshlq_s32(value, shift_), zero_point_);
    value = vminq_s32(vmaxq_s32(value, low_), high_);
    vstrbq_p_s32(output, value, channels);
  }

 private:
  const int32x4_t low_, high_;
  const int32_t zero_point_;
  int32x4_t bias_, multiplier_, shift_;
};

// Sums of two channels of three windows; sums[4 * window + channel].
__attribute__((always_inline)) inline const int8_t* TwoChannels(
    const int8_t* const* windows, const int8_t* weights, int32_t taps,
    int32_t* sums) {
  const int8_t *x = windows[0], *y = windows[1], *z = windows[2];
  int32_t x0 = 0, x1 = 0, y0 = 0, y1 = 0, z0 = 0, z1 = 0;
  // In assembly, for gcc adds instructions that count the pointer on.
  asm volatile(
      "dls lr, %[count]\n"
      "1:\n"
      "vldrb.u8 q0, [%[weights]], #16\n"
      "vldrb.u8 q2, [%[x]], #16\n"
      "vldrb.u8 q1, [%[weights]], #16\n"
      "vmladava.s8 %[x0], q2, q0\n"
      "vldrb.u8 q3, [%[y]], #16\n"
      "vmladava.s8 %[x1], q2, q1\n"
      "vldrb.u8 q2, [%[z]], #16\n"
      "vmladava.s8 %[y0], q3, q0\n"
      "vmladava.s8 %[y1], q3, q1\n"
      "vmladava.s8 %[z0], q2, q0\n"
      "vmladava.s8 %[z1], q2, q1\n"
      "le lr, 1b\n"
      : [weights] "+r"(weights), [x] "+r"(x), [y] "+r"(y), [z] "+r"(z),
        [x0] "+Te"(x0), [x1] "+Te"(x1), [y0] "+Te"(y0), [y1] "+Te"(y1),
        [z0] "+Te"(z0), [z1] "+Te"(z1)
      : [count] "r"(taps / 16)
      : "q0", "q1", "q2", "q3", "lr", "memory");
  sums[0] = x0, sums[1] = x1;
  sums[4] = y0, sums[5] = y1;
  sums[8] = z0, sums[9] = z1;
  return weights;
}

// Sums of four channels of one window.
const int8_t* FourChannels(const int8_t* x, const int8_t* weights, int32_t taps,
                           int32_t* sums) {
  const int8_t* others = weights + 2 * taps;
  int32_t s0 = 0, s1 = 0, s2 = 0, s3 = 0;
  for (int32_t left = taps; left > 0; left -= 16) {
    const int8x16_t values = vldrbq_s8(x);
    x += 16;
    s0 = vmladavaq_s8(s0, values, vldrbq_s8(weights));
    s1 = vmladavaq_s8(s1, values, vldrbq_s8(weights + 16));
    s2 = vmladavaq_s8(s2, values, vldrbq_s8(others));
    s3 = vmladavaq_s8(s3, values, vldrbq_s8(others + 16));
    weights += 32, others += 32;
  }
  sums[0] = s0, sums[1] = s1, sums[2] = s2, sums[3] = s3;
  return others;
}

// All channels of three windows.
template <bool kRelu>
void ThreeWindows(const VectorConvParams& p, const int8_t* const* windows,
                  int8_t* output) {
  const int32_t taps = VectorTaps(p), step = p.output_channels;
  const int8_t* weights = p.weights;
  const int32_t* words = p.outputs;
  Outputs<kRelu> outputs(p);
  for (int32_t left = step; left > 0; left -= 4) {
    alignas(8) int32_t sums[12];
    weights = TwoChannels(windows, weights, taps, sums);
    weights = TwoChannels(windows, weights, taps, sums + 2);
    outputs.Load(words);
    const mve_pred16_t channels = vctp32q(static_cast<uint32_t>(left));
    outputs.Write(sums, channels, output);
    outputs.Write(sums + 4, channels, output + step);
    outputs.Write(sums + 8, channels, output + 2 * step);
    words += 12;
    output += 4;
  }
}

// All channels of one window.
template <bool kRelu>
void OneWindow(const VectorConvParams& p, const int8_t* window,
               int8_t* output) {
  const int32_t taps = VectorTaps(p);
  const int8_t* weights = p.weights;
  const int32_t* words = p.outputs;
  Outputs<kRelu> outputs(p);
  for (int32_t left = p.output_channels; left > 0; left -= 4) {
    alignas(8) int32_t sums[4];
    weights = FourChannels(window, weights, taps, sums);
    outputs.Load(words);
    outputs.Write(sums, vctp32q(static_cast<uint32_t>(left)), output);
    words += 12;
    output += 4;
  }
}

template <bool kRelu>
void Block(const VectorConvParams& p, const int8_t* const* windows,
           int32_t count, int8_t* output) {
  if (count == 3) {
    ThreeWindows<kRelu>(p, windows, output);
    return;
  }
  for (int32_t i = 0; i < count; ++i) {
    OneWindow<kRelu>(p, windows[i], output + i * p.output_channels);
  }
}

inline void CopyBytes(int8_t* to, const int8_t* from, int32_t count) {
  for (; count >= 16; count -= 16, to += 16, from += 16) {
    vstrbq_s8(to, vldrbq_s8(from));
  }
  if (count == 0) return;
  const mve_pred16_t bytes = vctp8q(static_cast<uint32_t>(count));
  vstrbq_p_s8(to, vldrbq_z_s8(from, bytes), bytes);
}

void FillBytes(int8_t* to, int32_t value, int32_t count) {
  for (; count > 0; count -= 16, to += 16) {
    vstrbq_p_s8(to, vdupq_n_s8(static_cast<int8_t>(value)),
                vctp8q(static_cast<uint32_t>(count)));
  }
}

// Copies the window that has these taps inside, one after the other.
void CopyWindow(const VectorConvParams& p, const int8_t* input,
                const TapRange& rows, const TapRange& columns, int8_t* to) {
  const Window& w = p.window;
  const int32_t channels = p.input_channels;
  const bool whole = columns.begin == 0 && columns.end == w.kernel_width &&
                     rows.begin == 0 && rows.end == w.kernel_height;
  if (!whole) FillBytes(to, p.input_zero_point, VectorTaps(p));
  const bool in_a_row = w.dilation_width == 1;
  const int32_t run = in_a_row ? columns.end - columns.begin : 1;
  const int32_t row_step = w.dilation_height * w.input_width * channels;
  const int8_t* from =
      input + (rows.origin * w.input_width + columns.origin) * channels +
      rows.begin * row_step;
  to += rows.begin * w.kernel_width * channels;
  for (int32_t i = rows.begin; i < rows.end; ++i) {
    for (int32_t j = columns.begin; j < columns.end; j += run) {
      CopyBytes(to + j * channels, from + j * w.dilation_width * channels,
                run * channels);
    }
    from += row_step;
    to += w.kernel_width * channels;
  }
}

// How a window that lies inside the image is copied: `rows` times `blocks` of
// 16 bytes and `rest`. The order is that of the assembly.
struct Runs {
  explicit Runs(const VectorConvParams& p)
      : rows(p.window.kernel_height),
        blocks(p.window.kernel_width * p.input_channels / 16),
        rest(p.window.kernel_width * p.input_channels % 16),
        row_step(p.window.dilation_height * p.window.input_width *
                 p.input_channels) {}
  int32_t rows, blocks, rest, row_step;
};

// Writes up to 16 bytes behind the window. A function of its own, as assembly
// cannot say that it changes the predicate.
__attribute__((noipa)) void CopyRuns(const Runs& runs, const int8_t* from,
                                     int8_t* to) {
  int32_t rows = runs.rows;
  const int8_t* next;
  asm volatile(
      "vctp.8 %[rest]\n"
      "1:\n"
      "add %[next], %[from], %[row_step]\n"
      "wls lr, %[blocks], 3f\n"
      "2:\n"
      "vldrb.u8 q0, [%[from]], #16\n"
      "vstrb.8 q0, [%[to]], #16\n"
      "le lr, 2b\n"
      "3:\n"
      "vpst\n"
      "vldrbt.u8 q0, [%[from]]\n"
      "vstrb.8 q0, [%[to]]\n"
      "add %[to], %[rest]\n"
      "mov %[from], %[next]\n"
      "subs %[rows], #1\n"
      "bne 1b\n"
      :
      [from] "+&r"(from), [to] "+&r"(to), [rows] "+&r"(rows), [next] "=&r"(next)
      : [blocks] "r"(runs.blocks), [rest] "r"(runs.rest),
        [row_step] "r"(runs.row_step)
      : "q0", "lr", "cc", "memory");
}

// Where the windows of successive pixels are, copied or not.
class Windows {
 public:
  Windows(const VectorConvParams& p, const int8_t* input)
      : p_(p),
        runs_(p),
        input_(input),
        direct_(NeedsNoWindows(p)),
        last_(p.window.input_height * p.window.input_width * p.input_channels -
              VectorTaps(p)) {
    BeginRow();
  }

  // The next pixel's, for which there is memory at `to`.
  const int8_t* Next(int8_t* to) {
    const Window& w = p_.window;
    const int32_t column = x_ * w.stride_width - w.pad_left;
    const int32_t offset = row_offset_ + column * p_.input_channels;
    const bool inside =
        row_inside_ && column >= 0 &&
        column + (w.kernel_width - 1) * w.dilation_width < w.input_width;
    const int8_t* window = to;
    if (direct_ && offset <= last_) {
      window = input_ + offset;
    } else if (inside && w.dilation_width == 1) {
      CopyRuns(runs_, input_ + offset, to);
    } else {
      CopyWindow(p_, input_, RowTaps(w, y_), ColumnTaps(w, x_), to);
    }
    if (++x_ == w.output_width) {
      x_ = 0, ++y_;
      BeginRow();
    }
    return window;
  }

 private:
  void BeginRow() {
    const Window& w = p_.window;
    const int32_t row = y_ * w.stride_height - w.pad_top;
    row_offset_ = row * w.input_width * p_.input_channels;
    row_inside_ = row >= 0 && row + (w.kernel_height - 1) * w.dilation_height <
                                  w.input_height;
  }

  const VectorConvParams& p_;
  const Runs runs_;
  const int8_t* const input_;
  const bool direct_;
  const int32_t last_;  // offset at which a whole window can be read
  int32_t y_ = 0, x_ = 0, row_offset_ = 0;
  bool row_inside_ = false;
};

}  // namespace

void ConvInt8(const VectorConvParams& p, const int8_t* input, int8_t* output,
              int8_t* scratch) {
  const int32_t taps = VectorTaps(p);
  const auto block = p.relu ? Block<true> : Block<false>;
  const int32_t pixels = p.window.output_height * p.window.output_width;
  Windows windows(p, input);
  for (int32_t done = 0; done < pixels; done += 3) {
    const int8_t* three[3];
    const int32_t count = pixels - done < 3 ? pixels - done : 3;
    for (int32_t i = 0; i < count; ++i) {
      three[i] = windows.Next(scratch + i * taps);
    }
    block(p, three, count, output);
    output += 3 * p.output_channels;
  }
}

}  // namespace mve
}  // namespace nn
}  // namespace mote
