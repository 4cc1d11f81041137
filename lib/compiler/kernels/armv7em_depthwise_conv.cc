#include <utility>

#include "device/nn/depthwise_conv/packed_depthwise_conv.h"
#include "lib/compiler/kernels/armv7em.h"
#include "lib/compiler/kernels/window_geometry.h"

namespace mote {
namespace {

// The layer on an image whose longer side is its rows: rows are what kernels
// are fast along.
struct Turned {
  nn::Window window;
  bool turned;
};

Turned turn(const nn::Window& w) {
  if (w.output_width >= w.output_height) return {w, false};
  nn::Window t = w;
  std::swap(t.input_height, t.input_width);
  std::swap(t.output_height, t.output_width);
  std::swap(t.kernel_height, t.kernel_width);
  std::swap(t.stride_height, t.stride_width);
  std::swap(t.pad_top, t.pad_left);
  return {t, true};
}

// Weight of kernel row `i`, column `j` of the turned window.
int8_t weight_at(const std::vector<int8_t>& filter, const Turned& t, int32_t i,
                 int32_t j) {
  return t.turned ? filter[j * t.window.kernel_height + i]
                  : filter[i * t.window.kernel_width + j];
}

int32_t bytes_word(int8_t a, int8_t b, int8_t c) {
  return static_cast<int32_t>(uint32_t{static_cast<uint8_t>(a)} |
                              uint32_t{static_cast<uint8_t>(b)} << 8 |
                              uint32_t{static_cast<uint8_t>(c)} << 16);
}

int32_t halves_word(int32_t a, int32_t b) {
  return static_cast<int32_t>((static_cast<uint32_t>(b) << 16) |
                              (static_cast<uint32_t>(a) & 0xffff));
}

void pack_weights(const std::vector<int8_t>& filter, const Turned& t,
                  bool three_by_three, std::vector<int32_t>& packed) {
  const int32_t columns = t.window.kernel_width;
  for (int32_t i = 0; i < t.window.kernel_height; ++i) {
    const auto at = [&](int32_t j) {
      return j < columns ? weight_at(filter, t, i, j) : int8_t{0};
    };
    if (three_by_three) {
      packed.push_back(bytes_word(at(0), at(1), at(2)));
      continue;
    }
    for (int32_t j = 0; j < columns; j += 2) {
      packed.push_back(halves_word(at(j), at(j + 1)));
    }
  }
}

std::optional<std::vector<int32_t>> pack(const ConvLayer& layer,
                                         const Turned& t, bool relu,
                                         bool three_by_three) {
  std::vector<int32_t> packed;
  for (int32_t c = 0; c < layer.output_channels; ++c) {
    ChannelSum channel{depthwise_filter(layer, c), layer.bias[c],
                       layer.multipliers[c]};
    if (!packs(channel, relu, false)) return std::nullopt;
    pack_weights(channel.weights, t, three_by_three, packed);
    const OutputForm form =
        form_of_256(channel.multiplier, layer.output_zero_point);
    packed.insert(packed.end(), {256 * channel.bias, form.multiplier,
                                 form.offset, form.shift});
  }
  return packed;
}

void set_parameters(Step& step, const ConvLayer& layer, const Turned& t,
                    bool relu, Location packed) {
  const int64_t channels = layer.output_channels;
  const int64_t in_row = layer.window.input_width * channels;
  const int64_t out_row = layer.window.output_width * channels;
  step.parameters = window_fields(t.window);
  step.parameters.insert(step.parameters.end(),
                         {{"channels", channels},
                          {"input_zero_point", int64_t{layer.input_zero_point}},
                          {"activation_min", int64_t{layer.range.min}},
                          {"activation_max", int64_t{layer.range.max}},
                          {"input_column_step", t.turned ? in_row : channels},
                          {"input_row_step", t.turned ? channels : in_row},
                          {"output_column_step", t.turned ? out_row : channels},
                          {"output_row_step", t.turned ? channels : out_row},
                          {"relu", int64_t{relu}},
                          {"packed", packed}});
}

bool clamps(const ConvLayer& layer) {
  return layer.range.min > -128 || layer.range.max < 127;
}

}  // namespace

std::optional<Step> armv7em_depthwise_conv(Step step, const ConvLayer& layer,
                                           Lowering& lowering) {
  if (layer.output_channels != layer.input_channels || layer.dilated()) {
    return std::nullopt;
  }
  const Turned t = turn(layer.window);
  const nn::Window& w = t.window;
  const bool relu = is_plain_relu(layer);
  const bool three_by_three = w.kernel_height == 3 && w.kernel_width == 3 &&
                              w.stride_width <= 2 && w.output_width >= 2 &&
                              !clamps(layer);
  const auto packed = pack(layer, t, relu, three_by_three);
  if (!packed) return std::nullopt;
  step.header = "device/nn/depthwise_conv/packed_depthwise_conv.h";
  step.parameter_type = "PackedDepthwiseConvParams";
  if (three_by_three) {
    step.kernel = relu ? "armv7em::DepthwiseConv3x3ReluInt8"
                       : "armv7em::DepthwiseConv3x3Int8";
    step.sources = {
        "device/nn/depthwise_conv/packed_depthwise_conv3x3_armv7em.cc"};
  } else {
    step.kernel = "armv7em::DepthwiseConvInt8";
    step.sources = {
        "device/nn/depthwise_conv/packed_depthwise_conv_armv7em.cc"};
  }
  set_parameters(step, layer, t, relu,
                 lowering.constant("Packed", Type::kInt32, *packed,
                                   "weights, bias and scale of each channel"));
  nn::PackedDepthwiseConvParams p{};
  p.window = w;
  step.in_place = w.stride_height == 1 && w.stride_width == 1;
  step.cost.scratch_bytes = nn::PackedDepthwiseConvScratchBytes(p);
  step.cost.macs = layer.macs;
  step.cost.instructions = layer.macs * (three_by_three ? 2 : 3);
  step.comment = layer.comment;
  return step;
}

}  // namespace mote
