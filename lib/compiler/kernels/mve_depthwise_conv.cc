#include <algorithm>

#include "device/nn/depthwise_conv/vector_depthwise_conv.h"
#include "device/nn/depthwise_conv/vector_row_depthwise_conv.h"
#include "lib/compiler/kernels/mve.h"
#include "lib/compiler/kernels/packing.h"
#include "lib/compiler/kernels/window_geometry.h"

namespace mote {
namespace {

// Weights in the order of a record, `columns` columns of `lines` bytes each,
// of which the last one ends with its last weight.
std::vector<int8_t> by_columns(const ConvLayer& layer, int32_t channel,
                               int32_t lines, bool turned) {
  const nn::Window& w = layer.window;
  const std::vector<int8_t> filter = depthwise_filter(layer, channel);
  const int32_t rows = turned ? w.kernel_width : w.kernel_height;
  const int32_t columns = turned ? w.kernel_height : w.kernel_width;
  std::vector<int8_t> bytes(size_t((columns - 1) * lines + rows));
  for (int32_t row = 0; row < rows; ++row) {
    for (int32_t column = 0; column < columns; ++column) {
      bytes[column * lines + row] =
          filter[turned ? column * rows + row : row * columns + column];
    }
  }
  return bytes;
}

// Records of device/nn/depthwise_conv/vector_row_depthwise_conv.h, and of
// vector_depthwise_conv.h.
std::vector<int32_t> records_of(const ConvLayer& layer, int32_t lines,
                                bool turned) {
  constexpr size_t kReadBehind = 3, kWord = 4;
  std::vector<int32_t> records;
  for (int32_t c = 0; c < layer.output_channels; ++c) {
    const Multiplier& m = layer.multipliers[c];
    records.insert(records.end(), {layer.bias[c], m.multiplier, m.shift,
                                   layer.output_zero_point * (1 << -m.shift)});
    const std::vector<int8_t> bytes = by_columns(layer, c, lines, turned);
    std::vector<uint32_t> words((bytes.size() + kWord - 1) / kWord);
    for (size_t i = 0; i < bytes.size(); ++i) {
      words[i / kWord] |= uint32_t{static_cast<uint8_t>(bytes[i])}
                          << (8 * (i % kWord));
    }
    for (const uint32_t word : words) {
      records.push_back(static_cast<int32_t>(word));
    }
  }
  records.resize(records.size() + kReadBehind);
  return records;
}

// `w`: the layer's window or its turned one.
bool is_near(const ConvLayer& layer, const nn::Window& w, int64_t columns) {
  constexpr int64_t kReach = 65536;
  const int64_t longest =
      int64_t{std::max(w.input_width, w.input_height)} * layer.input_channels;
  return columns * longest < kReach;
}

bool is_patch(const ConvLayer& layer) {
  const nn::Window& w = layer.window;
  return w.kernel_height == 3 && w.kernel_width == 3 &&
         w.stride_height == w.stride_width && w.stride_height <= 2 &&
         is_near(layer, w, 8);
}

// Whether the high halves of products have room for the output's zero point
// above their fraction bits.
bool leaves_room(const ConvLayer& layer) {
  constexpr int64_t kMostSum = 1 << 30;
  constexpr int kMostShift = 22;
  for (int32_t c = 0; c < layer.output_channels; ++c) {
    const SumRange range = sum_range(
        {depthwise_filter(layer, c), layer.bias[c], layer.multipliers[c]});
    if (range.low < -kMostSum || range.high > kMostSum ||
        layer.multipliers[c].shift < -kMostShift) {
      return false;
    }
  }
  return true;
}

// Bytes between pixels on the image, turned or not.
std::vector<ParameterField> steps_of(const ConvLayer& layer, bool turned) {
  const nn::Window& w = layer.window;
  const int64_t channels = layer.output_channels;
  const int64_t in_row = w.input_width * channels;
  const int64_t out_row = w.output_width * channels;
  return {{"input_column_step", turned ? in_row : channels},
          {"input_row_step", turned ? channels : in_row},
          {"output_column_step", turned ? out_row : channels},
          {"output_row_step", turned ? channels : out_row}};
}

// `lines`: bytes of the strip for a column.
std::vector<ParameterField> parameters(const ConvLayer& layer,
                                       const nn::Window& w, int32_t lines,
                                       bool turned, Lowering& lowering) {
  std::vector<ParameterField> fields = window_fields(w);
  fields.insert(fields.end(),
                {{"channels", int64_t{layer.output_channels}},
                 {"input_zero_point", int64_t{layer.input_zero_point}},
                 {"activation_min", int64_t{layer.range.min}},
                 {"activation_max", int64_t{layer.range.max}}});
  const std::vector<ParameterField> steps = steps_of(layer, turned);
  fields.insert(fields.end(), steps.begin(), steps.end());
  fields.push_back(
      {"records", lowering.constant(
                      "Records", Type::kInt32, records_of(layer, lines, turned),
                      "bias, scale and weights of each channel")});
  return fields;
}

// Windows of up to 16 taps along a row or a column.
std::optional<Step> row_depthwise_conv(Step step, const ConvLayer& layer,
                                       bool relu, Lowering& lowering) {
  constexpr int32_t kMostTaps = 16;
  const bool turned = layer.window.kernel_height > 1;
  const nn::Window w = turned ? lay_on_side(layer.window) : layer.window;
  if (w.kernel_height > 1 || w.kernel_width > kMostTaps || w.pad_top > 0 ||
      w.stride_width > 1 || !is_near(layer, w, 8) ||
      (w.output_height - 1) * w.stride_height >= w.input_height) {
    return std::nullopt;
  }
  nn::VectorRowDepthwiseConvParams p{};
  p.window = w;
  step.kernel =
      relu ? "mve::RowDepthwiseConvReluInt8" : "mve::RowDepthwiseConvInt8";
  step.parameter_type = "VectorRowDepthwiseConvParams";
  step.header = "device/nn/depthwise_conv/vector_row_depthwise_conv.h";
  step.sources = {"device/nn/depthwise_conv/vector_row_depthwise_conv_mve.cc",
                  "device/nn/copy/copy_runs_mve.cc"};
  step.parameters = parameters(layer, w, 1, turned, lowering);
  step.cost.scratch_bytes = nn::VectorRowScratchBytes(p);
  step.cost.macs = layer.macs;
  step.cost.instructions =
      int64_t{w.output_height} * layer.output_channels *
      (30 + 4 * ((w.input_width + 7) / 8) + 20 * ((w.output_width + 3) / 4));
  step.comment = layer.comment;
  return step;
}

}  // namespace

std::optional<Step> mve_depthwise_conv(Step step, const ConvLayer& layer,
                                       Lowering& lowering) {
  const bool relu = is_plain_relu(layer);
  if (layer.dilated() || layer.output_channels != layer.input_channels ||
      !mve_scales(layer, relu) || !leaves_room(layer)) {
    return std::nullopt;
  }
  if (auto row = row_depthwise_conv(step, layer, relu, lowering)) return row;
  if (!is_patch(layer)) return std::nullopt;
  const bool turned = layer.window.output_width < layer.window.output_height;
  nn::VectorDepthwiseConvParams p{};
  p.window = turned ? lay_on_side(layer.window) : layer.window;
  step.kernel = relu ? "mve::DepthwiseConvReluInt8" : "mve::DepthwiseConvInt8";
  step.parameter_type = "VectorDepthwiseConvParams";
  step.header = "device/nn/depthwise_conv/vector_depthwise_conv.h";
  step.sources = {"device/nn/depthwise_conv/vector_depthwise_conv_mve.cc",
                  "device/nn/copy/copy_runs_mve.cc"};
  step.parameters =
      parameters(layer, p.window, nn::StripLines(p.window), turned, lowering);
  step.cost.scratch_bytes = nn::VectorDepthwiseConvScratchBytes(p);
  step.cost.macs = layer.macs;
  step.cost.instructions = 2 * layer.macs / 3;
  step.comment = layer.comment;
  return step;
}

}  // namespace mote
