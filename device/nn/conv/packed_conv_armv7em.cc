#include "device/nn/armv7em_dsp.h"
#include "device/nn/conv/packed_conv.h"
#include "device/nn/conv/two_pixels.h"

namespace mote {
namespace nn {
namespace armv7em {
namespace {

void FillWords(int32_t* to, int32_t count, int32_t word) {
  if (count % 2 != 0) *to++ = word;
  for (int32_t* end = to + count / 2 * 2; to < end; to += 2) {
    to[0] = word;
    to[1] = word;
  }
}

// By words, the last of which overlaps; fewer than four bytes by bytes.
void CopyBytes(int8_t* to, const int8_t* from, int32_t count) {
  if (count < 4) {
    while (count-- > 0) {
      *to++ = *from++;
      asm volatile("" ::: "memory");  // else gcc calls memcpy
    }
    return;
  }
  const int8_t* last = from + count - 4;
  for (; from < last; to += 4, from += 4) {
    const int32_t word = LoadWord(from);
    __builtin_memcpy(to, &word, 4);
  }
  const int32_t word = LoadWord(last);
  __builtin_memcpy(to - (from - last), &word, 4);
}

void CopyRows(int8_t* to, int32_t to_pitch, const int8_t* from,
              int32_t from_pitch, int32_t bytes, int32_t rows) {
  for (; rows > 0; --rows, to += to_pitch, from += from_pitch) {
    CopyBytes(to, from, bytes);
  }
}

void ClampBytes(int8_t* bytes, int32_t count, int32_t low, int32_t high) {
  if (low <= -128 && high >= 127) return;
  for (; count > 0; --count, ++bytes) {
    const int32_t value = *bytes;
    *bytes =
        static_cast<int8_t>(value < low ? low : (value > high ? high : value));
  }
}

// What follows is small rather than fast: the time goes into the assembly.
#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC optimize("Os")
#endif

// How sums become outputs.
enum class Outputs { kRelu, kGeneral };

PixelPairs MakePixelPairs(int32_t channels, const int32_t* packed,
                          int8_t* windows) {
  PixelPairs pairs;
  pairs.windows = reinterpret_cast<int32_t*>(windows);
  pairs.packed = packed;
  pairs.channels_before_last_four = channels - 4;
  return pairs;
}

// The shape of windows, widened from their beginning on.
void SetShape(int32_t groups, int32_t half, int32_t rows, Outputs outputs,
              PixelPairs* pairs) {
  const int32_t tap_pairs = (2 * groups + half) * rows;
  pairs->double_groups = groups / 2;
  pairs->tail = 2 * (groups % 2) + half;
  pairs->rows = rows;
  pairs->widened = pairs->windows;
  pairs->windows_end =
      pairs->windows + 2 * tap_pairs - (outputs == Outputs::kGeneral ? 1 : 0);
  pairs->skipped_bytes = SkippedBytes(tap_pairs);
}

// `count` outputs, an even number, whose windows are `step` bytes apart;
// `direction` -1: in their reverse order.
void RunEven(const int8_t* first, int32_t step, int8_t* output, int32_t count,
             int32_t direction, PixelPairs* pairs) {
  const int32_t channels = pairs->channels_before_last_four + 4;
  pairs->first = first;
  pairs->second = step;
  pairs->output = output;
  pairs->output_second = channels;
  pairs->step = 2 * direction * step;
  pairs->output_step = 2 * direction * channels;
  pairs->pairs = count / 2;
  if (count > 1) RunPixelPairs(pairs);
}

// One output, done twice.
void RunOne(const int8_t* first, int8_t* output, PixelPairs* pairs) {
  pairs->first = first;
  pairs->second = 0;
  pairs->output = output;
  pairs->output_second = 0;
  pairs->pairs = 1;
  RunPixelPairs(pairs);
}

class Convolution {
 public:
  Convolution(const PackedConvParams& p, const int8_t* input, int8_t* scratch,
              Outputs outputs)
      : p_(p),
        input_(input),
        copies_(scratch + 16 * TapGroups(p)),
        channels_(p.input_channels),
        input_row_(p.window.input_width * p.input_channels),
        row_taps_(RowTaps(p)),
        pairs_(MakePixelPairs(p.output_channels, p.packed, scratch)) {
    const int32_t half = HasHalfGroup(p) ? 1 : 0;
    const int32_t groups = p.in_image ? row_taps_ / 4 - half : TapGroups(p);
    SetShape(groups, half, p.in_image ? p.window.kernel_height : 1, outputs,
             &pairs_);
    taken_ = 4 * groups + half;
    row_words_ = 2 * (2 * groups + half);
    const int32_t last = p.window.input_width * channels_ - row_taps_ +
                         p.window.pad_left * channels_;
    const int32_t step = p.window.stride_width * channels_;
    fitting_end_ = p.in_image && last >= 0 ? last / step + 1 : 0;
    fitting_begin_ =
        (p.window.pad_left + p.window.stride_width - 1) / p.window.stride_width;
    if (fitting_end_ > p.window.output_width) {
      fitting_end_ = p.window.output_width;
    }
  }

  void Run(int8_t* output) {
    const Window& w = p_.window;
    int32_t x = 0;
    Row row = MakeRow(0);
    for (int32_t y = 0; y < w.output_height; ++y, x -= w.output_width) {
      const Row next = MakeRow(y + 1);
      while (x < w.output_width) {
        int32_t count = PixelsInRow(row, x);
        if (count > 0) {
          RunInRow(row, x, count, output);
        } else if (x + 1 < w.output_width) {
          count = 2;
          RunBeside(row, x, output);
        } else {
          count = y + 1 < w.output_height ? 2 : 1;
          RunTwo(row, x, next, count, output);
        }
        x += count;
        output += count * p_.output_channels;
      }
      row = next;
    }
  }

 private:
  // Windows of a row of outputs.
  struct Row {
    const int8_t* first;   // where the first begins, though it may be outside
    int32_t above, below;  // rows above and below the image
    bool inside() const { return above + below == 0; }
  };

  Row MakeRow(int32_t y) const {
    const Window& w = p_.window;
    const int32_t step = w.dilation_height;
    const int32_t top = y * w.stride_height - w.pad_top;
    const int32_t over =
        top + (w.kernel_height - 1) * step + 1 - w.input_height;
    return {input_ + top * input_row_ - w.pad_left * channels_,
            top < 0 ? (step - 1 - top) / step : 0,
            over > 0 ? (over + step - 1) / step : 0};
  }

  int32_t step() const { return p_.window.stride_width * channels_; }
  int32_t pitch() const { return p_.window.dilation_height * input_row_; }

  // Whether a window, with what is read beside it, is within the image's
  // columns.
  bool Fits(int32_t x) const { return x >= fitting_begin_ && x < fitting_end_; }

  // An even number of outputs, from this one on, to be done in one run.
  int32_t PixelsInRow(const Row& row, int32_t x) const {
    return Fits(x) && row.above + row.below < p_.window.kernel_height
               ? (fitting_end_ - x) / 2 * 2
               : 0;
  }

  // What lies above and below the image is widened beforehand.
  void RunInRow(const Row& row, int32_t x, int32_t count, int8_t* output) {
    const int32_t zeros = 0x00010001 * (p_.input_zero_point & 0xffff);
    pairs_.widened = pairs_.windows + row.above * row_words_;
    pairs_.rows = p_.window.kernel_height - row.above - row.below;
    FillWords(pairs_.windows, row.above * row_words_, zeros);
    FillWords(pairs_.widened + pairs_.rows * row_words_, row.below * row_words_,
              zeros);
    pairs_.pitch = pitch() - taken_;
    RunEven(row.first + x * step() + row.above * pitch(), step(), output, count,
            1, &pairs_);
  }

  // Two windows of one row.
  void RunBeside(const Row& row, int32_t x, int8_t* output) {
    if (!p_.in_image) {
      RunTwo(row, x, row, 2, output);
      return;
    }
    const int32_t bytes = PairRowBytes(p_);
    Copy(row, x, p_.window.kernel_width + p_.window.stride_width, bytes,
         copies_);
    RunTwoAt(copies_, step(), bytes, 2, output);
  }

  // A window and the next one, which may be the first of the next row.
  void RunTwo(const Row& row, int32_t x, const Row& second_row, int32_t count,
              int8_t* output) {
    const int32_t second = x + 1 < p_.window.output_width ? x + 1 : 0;
    const int8_t* from = row.first + x * step();
    const int8_t* other = second_row.first + second * step();
    if (row.inside() && Fits(x) &&
        (count == 1 || (second_row.inside() && Fits(second)))) {
      RunTwoAt(from, static_cast<int32_t>(other - from), pitch(), count,
               output);
      return;
    }
    const int32_t size = 4 * TapGroups(p_);
    const int32_t width = p_.window.kernel_width;
    Copy(row, x, width, row_taps_, copies_);
    if (count == 2) Copy(second_row, second, width, row_taps_, copies_ + size);
    RunTwoAt(copies_, size, row_taps_, count, output);
  }

  // One window, or two `second` bytes apart, with rows `row_bytes` apart.
  void RunTwoAt(const int8_t* first, int32_t second, int32_t row_bytes,
                int32_t count, int8_t* output) {
    pairs_.widened = pairs_.windows;
    pairs_.rows = p_.in_image ? p_.window.kernel_height : 1;
    pairs_.pitch = row_bytes - taken_;
    if (count == 2) {
      RunEven(first, second, output, 2, 1, &pairs_);
    } else {
      RunOne(first, output, &pairs_);
    }
  }

  // Columns of the image from a window's first on, `row_bytes` from one row to
  // the next.
  void Copy(const Row& row, int32_t x, int32_t columns, int32_t row_bytes,
            int8_t* to) const {
    const Window& w = p_.window;
    const int32_t first = x * w.stride_width - w.pad_left;
    const int32_t before = first < 0 ? -first : 0;
    const int32_t over = first + columns - w.input_width;
    const int32_t bytes =
        (columns - before - (over > 0 ? over : 0)) * channels_;
    FillWords(reinterpret_cast<int32_t*>(to),
              (w.kernel_height * row_bytes + 3) / 4,
              0x01010101 * (p_.input_zero_point & 0xff));
    const int8_t* from =
        row.first + x * step() + row.above * pitch() + before * channels_;
    to += row.above * row_bytes + before * channels_;
    CopyRows(to, row_bytes, from, pitch(), bytes,
             w.kernel_height - row.above - row.below);
  }

  const PackedConvParams& p_;
  const int8_t* input_;
  int8_t* copies_;
  int32_t channels_, input_row_, row_taps_;  // bytes
  // Of a row: bytes that the assembly goes through, words when widened.
  int32_t taken_, row_words_;
  int32_t fitting_begin_, fitting_end_;  // outputs that fit
  PixelPairs pairs_;
};

void Conv(const PackedConvParams& p, const int8_t* input, int8_t* output,
          int8_t* scratch, Outputs outputs) {
  Convolution(p, input, scratch, outputs).Run(output);
  ClampBytes(output,
             p.window.output_height * p.window.output_width * p.output_channels,
             p.activation_min, p.activation_max);
}

void Pointwise(const PackedPointwiseParams& p, const int8_t* input,
               int8_t* output, int8_t* scratch, Outputs outputs) {
  PixelPairs pairs = MakePixelPairs(p.output_channels, p.packed, scratch);
  SetShape(p.input_channels / 4, 0, 1, outputs, &pairs);
  pairs.pitch = 0;
  const int32_t even = p.pixels / 2 * 2, from = p.backwards ? even - 2 : 0;
  const auto run_even = [&] {
    RunEven(input + from * p.input_channels, p.input_channels,
            output + from * p.output_channels, even, p.backwards ? -1 : 1,
            &pairs);
  };
  if (!p.backwards) run_even();
  if (p.pixels > even) {
    RunOne(input + even * p.input_channels, output + even * p.output_channels,
           &pairs);
  }
  if (p.backwards) run_even();
  ClampBytes(output, p.pixels * p.output_channels, p.activation_min,
             p.activation_max);
}

}  // namespace

void ConvInt8(const PackedConvParams& p, const int8_t* input, int8_t* output,
              int8_t* scratch) {
  Conv(p, input, output, scratch, Outputs::kGeneral);
}

void ConvReluInt8(const PackedConvParams& p, const int8_t* input,
                  int8_t* output, int8_t* scratch) {
  Conv(p, input, output, scratch, Outputs::kRelu);
}

void PointwiseInt8(const PackedPointwiseParams& p, const int8_t* input,
                   int8_t* output, int8_t* scratch) {
  Pointwise(p, input, output, scratch, Outputs::kGeneral);
}

void PointwiseReluInt8(const PackedPointwiseParams& p, const int8_t* input,
                       int8_t* output, int8_t* scratch) {
  Pointwise(p, input, output, scratch, Outputs::kRelu);
}

}  // namespace armv7em
}  // namespace nn
}  // namespace mote
