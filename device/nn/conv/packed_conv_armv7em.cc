#include "device/nn/armv7em_dsp.h"
#include "device/nn/conv/packed_conv.h"
#include "device/nn/conv/three_pixels.h"

namespace mote {
namespace nn {
namespace armv7em {
namespace {

void FillBytes(int8_t* bytes, int32_t count, int32_t value) {
  while (count-- > 0) {
    *bytes++ = static_cast<int8_t>(value);
    asm volatile("" ::: "memory");  // else gcc calls memset
  }
}

void StoreWord(int8_t* to, int32_t word) { __builtin_memcpy(to, &word, 4); }

void CopyBytes(int8_t* to, const int8_t* from, int32_t count) {
  const int8_t* end = from + count;
  for (; end - from >= 16; to += 16, from += 16) {
    const int32_t a = LoadWord(from), b = LoadWord(from + 4);
    const int32_t c = LoadWord(from + 8), d = LoadWord(from + 12);
    StoreWord(to, a);
    StoreWord(to + 4, b);
    StoreWord(to + 8, c);
    StoreWord(to + 12, d);
  }
  for (; end - from >= 4; to += 4, from += 4) StoreWord(to, LoadWord(from));
  while (from != end) {
    *to++ = *from++;
    asm volatile("" ::: "memory");
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

// The input rows that one row of outputs sees, with their borders.
class Strip {
 public:
  Strip(const PackedConvParams& p, const int8_t* input, int8_t* memory)
      : p_(p), input_(input), memory_(memory), direct_(NeedsNoStrip(p)) {
    if (!direct_) FillBytes(memory_, StripBytes(p), p.input_zero_point);
  }

  const int8_t* Row(int32_t output_row) {
    const Window& w = p_.window;
    const int32_t first = output_row * w.stride_height - w.pad_top;
    const int32_t row_bytes = w.input_width * p_.input_channels;
    if (direct_) return input_ + first * row_bytes;
    for (int32_t i = 0; i < w.kernel_height; ++i) {
      const int32_t y = first + i * w.dilation_height;
      const bool inside = y >= 0 && y < w.input_height;
      const int8_t* row = inside ? input_ + y * row_bytes : nullptr;
      if (p_.column_order) {
        FillColumns(i, row);
      } else {
        FillRow(i, row);
      }
    }
    return memory_;
  }

  // Bytes from one run of taps, and from one output's window, to the next.
  int32_t pitch() const {
    return direct_ ? p_.window.input_width * p_.input_channels : StripPitch(p_);
  }
  int32_t step() const {
    return p_.window.stride_width *
           (p_.column_order ? StripPitch(p_) : p_.input_channels);
  }

 private:
  // Columns of input, of those that fit behind the left border.
  int32_t Columns() const {
    const Window& w = p_.window;
    const int32_t room = StripWidth(w) - w.pad_left;
    return room < w.input_width ? room : w.input_width;
  }

  void FillRow(int32_t i, const int8_t* row) {
    int8_t* to =
        memory_ + i * StripPitch(p_) + p_.window.pad_left * p_.input_channels;
    const int32_t bytes = Columns() * p_.input_channels;
    if (row) {
      CopyBytes(to, row, bytes);
    } else {
      FillBytes(to, bytes, p_.input_zero_point);
    }
  }

  void FillColumns(int32_t i, const int8_t* row) {
    const int32_t channels = p_.input_channels;
    int8_t* to = memory_ + p_.window.pad_left * StripPitch(p_) + i * channels;
    for (int32_t x = Columns(); x > 0; --x, to += StripPitch(p_)) {
      for (int32_t c = 0; c < channels; ++c) {
        to[c] = row ? *row++ : static_cast<int8_t>(p_.input_zero_point);
      }
    }
  }

  const PackedConvParams& p_;
  const int8_t* input_;
  int8_t* memory_;
  bool direct_;
};

// Three outputs at a time; the last three overlap those before. Rows of one or
// two are made one by one, all three windows being the same.
template <typename Run>
void ForEachThree(int32_t count, const Run& run) {
  if (count < 3) {
    for (int32_t x = 0; x < count; ++x) run(x, 0);
    return;
  }
  for (int32_t x = 0; x < count; x += 3) {
    if (x > count - 3) x = count - 3;
    run(x, 1);
  }
}

void Conv(const PackedConvParams& p, const int8_t* input, int8_t* output,
          int8_t* scratch, BlockFunction block) {
  const Window& w = p.window;
  const int32_t groups = TapGroups(p);
  int32_t* windows = reinterpret_cast<int32_t*>(scratch);
  Strip strip(p, input, scratch + 24 * groups);
  const int32_t rows = p.column_order ? 1 : w.kernel_height;
  for (int32_t y = 0; y < w.output_height; ++y) {
    const int8_t* row = strip.Row(y);
    int8_t* output_row = output + y * w.output_width * p.output_channels;
    ForEachThree(w.output_width, [&](int32_t x, int32_t apart) {
      const int8_t* first = row + x * strip.step();
      const int32_t step = apart * strip.step();
      const WindowRuns runs = {{first, first + step, first + 2 * step},
                               groups / rows,
                               rows,
                               strip.pitch()};
      WidenWindows(runs, windows);
      const BlockShape shape =
          MakeBlockShape(apart * p.output_channels, p.output_channels, groups);
      block(windows, p.packed, output_row + x * p.output_channels, &shape);
    });
  }
  ClampBytes(output, w.output_height * w.output_width * p.output_channels,
             p.activation_min, p.activation_max);
}

void Pointwise(const PackedPointwiseParams& p, const int8_t* input,
               int8_t* output, int8_t* scratch, BlockFunction block) {
  int32_t* windows = reinterpret_cast<int32_t*>(scratch);
  const int32_t groups = p.input_channels / 4;
  ForEachThree(p.pixels, [&](int32_t x, int32_t apart) {
    const int8_t* first = input + x * p.input_channels;
    const int32_t step = apart * p.input_channels;
    const WindowRuns runs = {
        {first, first + step, first + 2 * step}, groups, 1, 0};
    WidenWindows(runs, windows);
    const BlockShape shape =
        MakeBlockShape(apart * p.output_channels, p.output_channels, groups);
    block(windows, p.packed, output + x * p.output_channels, &shape);
  });
  ClampBytes(output, p.pixels * p.output_channels, p.activation_min,
             p.activation_max);
}

}  // namespace

void ConvInt8(const PackedConvParams& p, const int8_t* input, int8_t* output,
              int8_t* scratch) {
  Conv(p, input, output, scratch, GeneralBlock);
}

void ConvReluInt8(const PackedConvParams& p, const int8_t* input,
                  int8_t* output, int8_t* scratch) {
  Conv(p, input, output, scratch, ReluBlock);
}

void PointwiseInt8(const PackedPointwiseParams& p, const int8_t* input,
                   int8_t* output, int8_t* scratch) {
  Pointwise(p, input, output, scratch, GeneralBlock);
}

void PointwiseReluInt8(const PackedPointwiseParams& p, const int8_t* input,
                       int8_t* output, int8_t* scratch) {
  Pointwise(p, input, output, scratch, ReluBlock);
}

}  // namespace armv7em
}  // namespace nn
}  // namespace mote
