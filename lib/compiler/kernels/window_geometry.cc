#include "lib/compiler/kernels/window_geometry.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace mote {
namespace {

// One dimension of a window.
struct Side {
  Padding padding;
  int32_t input, output, kernel, stride, dilation;
  int32_t before, after;  // the border, where it is explicit

  int32_t reach() const { return (kernel - 1) * dilation + 1; }

  // Zeros in front (TensorFlow's SAME: half of what is needed, rounded down).
  int32_t pad_before() const {
    if (padding == Padding::kExplicit) return before;
    if (padding == Padding::kValid) return 0;
    return std::max(0, (output - 1) * stride + reach() - input) / 2;
  }

  // TensorFlow's sizes; 0 or less where the window is larger than the input.
  int32_t expected_output() const {
    if (padding == Padding::kSame) return (input + stride - 1) / stride;
    const int32_t border = padding == Padding::kExplicit ? before + after : 0;
    return (input + border - reach() + stride) / stride;
  }
};

void require_image(const Operator& op, const Lowering& lowering) {
  for (const Tensor* tensor : {&lowering.input(op, 0), &lowering.output(op)}) {
    if (tensor->shape.size() != 4 || tensor->shape[0] != 1) {
      lowering.refuse(op,
                      fmt::format("'{}' is not one image of shape "
                                  "{{1, height, width, channels}}",
                                  tensor->name),
                      "Export the model with a batch of 1.");
    }
  }
}

}  // namespace

nn::Window lay_on_side(nn::Window w) {
  std::swap(w.input_height, w.input_width);
  std::swap(w.output_height, w.output_width);
  std::swap(w.kernel_height, w.kernel_width);
  std::swap(w.stride_height, w.stride_width);
  std::swap(w.dilation_height, w.dilation_width);
  std::swap(w.pad_top, w.pad_left);
  return w;
}

nn::Window read_window(const Operator& op, const Lowering& lowering,
                       int kernel_height, int kernel_width) {
  require_image(op, lowering);
  const Tensor& input = lowering.input(op, 0);
  const Tensor& output = lowering.output(op);
  const OperatorOptions& o = op.options;
  nn::Window w{};
  w.input_height = input.shape[1];
  w.input_width = input.shape[2];
  w.output_height = output.shape[1];
  w.output_width = output.shape[2];
  w.kernel_height = kernel_height;
  w.kernel_width = kernel_width;
  w.stride_height = o.stride_h;
  w.stride_width = o.stride_w;
  w.dilation_height = o.dilation_h;
  w.dilation_width = o.dilation_w;
  const Side rows{o.padding,  w.input_height, w.output_height, kernel_height,
                  o.stride_h, o.dilation_h,   o.pad_top,       o.pad_bottom};
  const Side columns{o.padding,  w.input_width, w.output_width, kernel_width,
                     o.stride_w, o.dilation_w,  o.pad_left,     o.pad_right};
  w.pad_top = rows.pad_before();
  w.pad_left = columns.pad_before();
  if (w.output_height != rows.expected_output() ||
      w.output_width != columns.expected_output()) {
    lowering.refuse(op,
                    fmt::format("an output of {}x{} does not fit a {}x{} "
                                "window on {}x{} values",
                                w.output_height, w.output_width, kernel_height,
                                kernel_width, w.input_height, w.input_width));
  }
  if (w.input_width == 1 && w.output_width == 1 && w.kernel_width == 1) {
    w = lay_on_side(w);
  }
  return w;
}

std::vector<ParameterField> window_fields(const nn::Window& w) {
  const auto field = [](const char* name, int64_t value) {
    return ParameterField{std::string("window.") + name, value};
  };
  return {field("input_height", w.input_height),
          field("input_width", w.input_width),
          field("output_height", w.output_height),
          field("output_width", w.output_width),
          field("kernel_height", w.kernel_height),
          field("kernel_width", w.kernel_width),
          field("stride_height", w.stride_height),
          field("stride_width", w.stride_width),
          field("dilation_height", w.dilation_height),
          field("dilation_width", w.dilation_width),
          field("pad_top", w.pad_top),
          field("pad_left", w.pad_left)};
}

std::string describe(const nn::Window& w) {
  std::string text = fmt::format("{}x{}", w.kernel_height, w.kernel_width);
  if (w.dilation_height > 1 || w.dilation_width > 1) {
    text +=
        fmt::format(" dilated by {}x{}", w.dilation_height, w.dilation_width);
  }
  if (w.stride_height != w.stride_width) {
    text += fmt::format(", stride {}x{}", w.stride_height, w.stride_width);
  } else if (w.stride_height > 1) {
    text += fmt::format(", stride {}", w.stride_height);
  }
  return text;
}

}  // namespace mote
