#include "device/nn/conv/vector_conv.h"
#include "device/nn/conv/vector_windows.h"
#include "device/nn/copy/copy_runs.h"

namespace mote {
namespace nn {
namespace mve {
namespace {

// Outputs of a layer from windows at equal distances.
template <bool kRelu>
class Columns {
 public:
  explicit Columns(const VectorConvParams& p) : p_(p) {
    for (int32_t i = 0; i < 4; ++i) {
      groups_.low[i] = p.activation_min;
      groups_.high[i] = p.activation_max;
    }
    for (int32_t i = 0; i < 8; ++i) {
      groups_.output_offsets[i] =
          static_cast<uint16_t>(i / 2 + i % 2 * p.output_row_step);
    }
    groups_.weights = p.weights;
    groups_.words = p.outputs;
    groups_.zero_point = p.output_zero_point;
    groups_.output_step = p.output_row_step;
    groups_.output_advance =
        3 * p.output_row_step - (p.output_channels + 3) / 4 * 4;
    groups_.channels = p.output_channels;
    groups_.steps = VectorTaps(p) / 16 - 1;
  }

  // `count` outputs, at least three, of one column. The last ones are made
  // twice where they are not a multiple of three. Windows behind `last` are
  // copied to `scratch` first.
  void Run(const int8_t* windows, int32_t distance, int32_t count,
           const int8_t* last, int8_t* scratch, int8_t* output) {
    int32_t whole = count / 3;
    while (whole > 0 && windows + (3 * whole - 1) * distance > last) --whole;
    if (whole > 0) RunGroups(windows, distance, whole, output);
    for (int32_t done = 3 * whole; done < count; done += 3) {
      const int32_t from = done < count - 3 ? done : count - 3;
      int8_t* const to = output + from * p_.output_row_step;
      const int8_t* const three = windows + from * distance;
      if (three + 2 * distance > last) {
        const int32_t taps = VectorTaps(p_);
        CopyRuns({p_.input_channels, distance, taps, 3}, three, scratch);
        RunGroups(scratch, taps, 1, to);
      } else {
        RunGroups(three, distance, 1, to);
      }
    }
  }

 private:
  void RunGroups(const int8_t* windows, int32_t distance, int32_t count,
                 int8_t* output) {
    groups_.window_advance = 3 * distance;
    groups_.count = count;
    groups_.row_end = output + p_.output_channels;
    const auto run =
        groups_.steps == 0 ? ThreeShortWindows<kRelu> : ThreeWindows<kRelu>;
    run(&groups_, windows, distance, output);
  }

  const VectorConvParams& p_;
  Groups groups_;
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
