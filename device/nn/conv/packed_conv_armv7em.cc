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
      FillRow(i, inside ? input_ + y * row_bytes : nullptr);
    }
    return memory_;
  }

  // Bytes from one row to the next.
  int32_t pitch() const {
    return direct_ ? p_.window.input_width * p_.input_channels : StripPitch(p_);
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

  const PackedConvParams& p_;
  const int8_t* input_;
  int8_t* memory_;
  bool direct_;
};

// Three windows copied so that each lies in one run. What follows a window is
// garbage for weights that are zero.
class Gather {
 public:
  Gather(const PackedConvParams& p, int32_t pitch, int8_t* memory)
      : bytes_(RowTapBytes(p)),
        rows_(p.window.kernel_height),
        pitch_(pitch),
        step_(4 * TapGroups(p) + 8),
        memory_(memory) {}

  void Window(int32_t i, const int8_t* from) const {
    int8_t* to = memory_ + i * step_;
    for (int32_t row = rows_; row > 0; --row, from += pitch_, to += bytes_) {
      StoreWord(to, LoadWord(from));
      for (int32_t k = 4; k < bytes_; k += 8) {
        StoreWord(to + k, LoadWord(from + k));
        StoreWord(to + k + 4, LoadWord(from + k + 4));
      }
    }
  }

  int32_t step() const { return step_; }
  const int8_t* memory() const { return memory_; }

 private:
  int32_t bytes_, rows_, pitch_, step_;
  int8_t* memory_;
};

// Sets the windows of up to three outputs from `first` on, `step` bytes apart,
// and where they go; the last window stands for those that are missing.
void SetPixels(int32_t count, int32_t step, int32_t output_step,
               PixelBlock* block) {
  const int32_t second = count > 1 ? 1 : 0, third = count > 2 ? 2 : second;
  block->second = second * step;
  block->third = third * step;
  block->output_second = second * output_step;
  block->output_third = third * output_step;
}

// Windows of the image itself.
class ImageWindows {
 public:
  ImageWindows(const PackedConvParams& p, const int8_t* input, int8_t* scratch)
      : p_(p),
        input_(input),
        gathered_(scratch + 24 * TapGroups(p)),
        row_bytes_(p.window.input_width * p.input_channels) {
    const int32_t rows = p.window.kernel_height;
    inside_ = MakePixelBlock(RowTapBytes(p) / 4, rows, p.output_channels,
                             p.packed, scratch);
    inside_.pitch = row_bytes_ - RowTapBytes(p);
    outside_ =
        MakePixelBlock(TapGroups(p), 1, p.output_channels, p.packed, scratch);
    outside_.first = gathered_;
  }

  // The block of `count` outputs from (y, x) on.
  PixelBlock* Block(int32_t y, int32_t x, int32_t count) {
    const Window& w = p_.window;
    const int32_t row = y * w.stride_height - w.pad_top;
    const int32_t column = x * w.stride_width - w.pad_left;
    const int32_t last = column + (count - 1) * w.stride_width;
    if (row >= 0 && row + w.kernel_height <= w.input_height && column >= 0 &&
        last + w.kernel_width <= w.input_width) {
      inside_.first = input_ + row * row_bytes_ + column * p_.input_channels;
      SetPixels(count, w.stride_width * p_.input_channels, p_.output_channels,
                &inside_);
      return &inside_;
    }
    for (int32_t i = 0; i < count; ++i) {
      Gather(row, column + i * w.stride_width,
             gathered_ + i * 4 * TapGroups(p_));
    }
    SetPixels(count, 4 * TapGroups(p_), p_.output_channels, &outside_);
    return &outside_;
  }

 private:
  void Gather(int32_t row, int32_t column, int8_t* to) const {
    const Window& w = p_.window;
    const int32_t before = column < 0 ? -column : 0;
    const int32_t over = column + w.kernel_width - w.input_width;
    const int32_t columns = w.kernel_width - before - (over > 0 ? over : 0);
    const int32_t bytes = columns * p_.input_channels;
    const bool whole = columns == w.kernel_width;
    for (int32_t i = 0; i < w.kernel_height; ++i, to += RowTapBytes(p_)) {
      const int32_t y = row + i;
      const bool outside = y < 0 || y >= w.input_height;
      if (outside || !whole)
        FillBytes(to, RowTapBytes(p_), p_.input_zero_point);
      if (outside) continue;
      CopyBytes(to + before * p_.input_channels,
                input_ + y * row_bytes_ + (column + before) * p_.input_channels,
                bytes);
    }
  }

  const PackedConvParams& p_;
  const int8_t* input_;
  int8_t* gathered_;
  int32_t row_bytes_;
  PixelBlock inside_, outside_;
};

void ConvInImage(const PackedConvParams& p, const int8_t* input, int8_t* output,
                 int8_t* scratch, BlockFunction block_function) {
  const Window& w = p.window;
  ImageWindows windows(p, input, scratch);
  for (int32_t y = 0; y < w.output_height; ++y) {
    for (int32_t x = 0; x < w.output_width; x += 3) {
      const int32_t left = w.output_width - x;
      PixelBlock* block = windows.Block(y, x, left < 3 ? left : 3);
      block->output = output + (y * w.output_width + x) * p.output_channels;
      block_function(block);
    }
  }
}

void ConvInStrips(const PackedConvParams& p, const int8_t* input,
                  int8_t* output, int8_t* scratch,
                  BlockFunction block_function) {
  const Window& w = p.window;
  const int32_t groups = TapGroups(p);
  const bool in_rows = RowsAreGroups(p);
  Strip strip(p, input, scratch + 24 * groups + GatheredBytes(p));
  const Gather gather(p, strip.pitch(), scratch + 24 * groups);
  const int32_t rows = in_rows ? w.kernel_height : 1;
  PixelBlock block =
      MakePixelBlock(groups / rows, rows, p.output_channels, p.packed, scratch);
  block.pitch = strip.pitch() - 4 * block.groups;
  block.output = output;
  block.first = gather.memory();
  const int32_t step = w.stride_width * p.input_channels;
  for (int32_t y = 0; y < w.output_height; ++y) {
    const int8_t* window = strip.Row(y);
    for (int32_t left = w.output_width; left > 0; left -= 3) {
      const int32_t count = left < 3 ? left : 3;
      SetPixels(count, in_rows ? step : gather.step(), p.output_channels,
                &block);
      if (in_rows) {
        block.first = window;
      } else {
        for (int32_t i = 0; i < count; ++i) {
          gather.Window(i, window + i * step);
        }
      }
      block_function(&block);
      window += count * step;
      block.output += count * p.output_channels;
    }
  }
}

void ClampOutputs(const PackedConvParams& p, int8_t* output) {
  ClampBytes(output,
             p.window.output_height * p.window.output_width * p.output_channels,
             p.activation_min, p.activation_max);
}

void Pointwise(const PackedPointwiseParams& p, const int8_t* input,
               int8_t* output, int8_t* scratch, BlockFunction block_function) {
  PixelBlock block = MakePixelBlock(p.input_channels / 4, 1, p.output_channels,
                                    p.packed, scratch);
  const int32_t blocks = (p.pixels + 2) / 3;
  const int32_t first = p.backwards ? blocks - 1 : 0;
  const int32_t direction = p.backwards ? -3 : 3;
  block.first = input + 3 * first * p.input_channels;
  block.output = output + 3 * first * p.output_channels;
  for (int32_t pixel = 3 * first, i = 0; i < blocks; ++i) {
    const int32_t left = p.pixels - pixel;
    SetPixels(left, p.input_channels, p.output_channels, &block);
    block_function(&block);
    pixel += direction;
    block.first += direction * p.input_channels;
    block.output += direction * p.output_channels;
  }
  ClampBytes(output, p.pixels * p.output_channels, p.activation_min,
             p.activation_max);
}

}  // namespace

void ConvInt8(const PackedConvParams& p, const int8_t* input, int8_t* output,
              int8_t* scratch) {
  ConvInStrips(p, input, output, scratch, GeneralBlock);
  ClampOutputs(p, output);
}

void ConvReluInt8(const PackedConvParams& p, const int8_t* input,
                  int8_t* output, int8_t* scratch) {
  ConvInStrips(p, input, output, scratch, ReluBlock);
  ClampOutputs(p, output);
}

void ConvInImageInt8(const PackedConvParams& p, const int8_t* input,
                     int8_t* output, int8_t* scratch) {
  ConvInImage(p, input, output, scratch, GeneralBlock);
  ClampOutputs(p, output);
}

void ConvInImageReluInt8(const PackedConvParams& p, const int8_t* input,
                         int8_t* output, int8_t* scratch) {
  ConvInImage(p, input, output, scratch, ReluBlock);
  ClampOutputs(p, output);
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
