#include <algorithm>

#include "device/nn/depthwise_conv/packed_depthwise_conv.h"
#include "lib/compiler/kernels/armv7em.h"
#include "lib/compiler/kernels/short_requantization.h"
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
  return {lay_on_side(w), true};
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

ChannelSum channel_sum(const ConvLayer& layer, int32_t c) {
  return {depthwise_filter(layer, c), layer.bias[c], layer.multipliers[c]};
}

// What all kernels but the 3x3 Relu one have for a channel.
void append_general(const ChannelSum& channel, const ConvLayer& layer,
                    const Turned& t, bool three_by_three,
                    std::vector<int32_t>& packed) {
  pack_weights(channel.weights, t, three_by_three, packed);
  const OutputForm form =
      form_of_256(channel.multiplier, layer.output_zero_point);
  packed.insert(packed.end(),
                {256 * channel.bias, form.multiplier, form.offset, form.shift});
}

std::optional<std::vector<int32_t>> pack(const ConvLayer& layer,
                                         const Turned& t, bool relu,
                                         bool three_by_three) {
  std::vector<int32_t> packed;
  for (int32_t c = 0; c < layer.output_channels; ++c) {
    const ChannelSum channel = channel_sum(layer, c);
    if (!packs(channel, relu, false)) return std::nullopt;
    append_general(channel, layer, t, three_by_three, packed);
  }
  return packed;
}

void append_word(int64_t value, std::vector<int8_t>& packed) {
  for (int i = 0; i < 4; ++i) {
    packed.push_back(static_cast<int8_t>(value >> (8 * i)));
  }
}

// For the Row kernel.
std::optional<std::vector<int8_t>> pack_row(const ConvLayer& layer,
                                            const Turned& t) {
  std::vector<int8_t> packed;
  for (int32_t c = 0; c < layer.output_channels; ++c) {
    const ChannelSum channel = channel_sum(layer, c);
    if (!packs(channel, false, false)) return std::nullopt;
    for (int32_t j = 0; j < t.window.kernel_width; ++j) {
      packed.push_back(weight_at(channel.weights, t, 0, j));
    }
    const OutputForm form =
        form_of_256(channel.multiplier, layer.output_zero_point);
    append_word(256 * int64_t{channel.bias}, packed);
    append_word(form.multiplier, packed);
    append_word(form.offset, packed);
    packed.push_back(static_cast<int8_t>(form.shift));
  }
  return packed;
}

// For the 3x3 Relu kernel.
struct ReluPacked {
  std::vector<int8_t> bytes;
  bool mixed = false;  // some channels have no short form
};

// Nothing where a channel has neither form.
std::optional<ReluPacked> pack_relu(const ConvLayer& layer, const Turned& t) {
  ReluPacked packed;
  std::vector<int32_t> general;
  const int64_t shorts = (17 * int64_t{layer.output_channels} + 3) / 4 * 4;
  for (int32_t c = 0; c < layer.output_channels; ++c) {
    const ChannelSum channel = channel_sum(layer, c);
    const auto form = find_short_form(channel.multiplier, sum_range(channel),
                                      short_depthwise_conv());
    if (!form && !packs(channel, false, false)) return std::nullopt;
    for (int32_t i = 0; i < 9; ++i) {
      packed.bytes.push_back(weight_at(channel.weights, t, i / 3, i % 3));
    }
    if (form) {
      append_word(256 * int64_t{channel.bias} + form->fraction, packed.bytes);
      append_word(form->multiplier, packed.bytes);
      continue;
    }
    packed.mixed = true;
    append_word(0, packed.bytes);
    append_word(-shorts - 4 * static_cast<int64_t>(general.size()),
                packed.bytes);
    append_general(channel, layer, t, true, general);
  }
  if (packed.mixed) packed.bytes.resize(static_cast<size_t>(shorts));
  for (const int32_t word : general) append_word(word, packed.bytes);
  return packed;
}

// Rows of outputs that go through the plane together: all, or as many as keep
// it small. Turned images work in place only as a whole, and so do those whose
// padding makes rows longer than the input's.
int32_t strip_rows(const Turned& t) {
  constexpr int32_t kPlaneBytes = 1800;
  const nn::Window& w = t.window;
  if (t.turned || w.output_width > w.input_width) return w.output_height;
  const int32_t rows = kPlaneBytes / (2 * nn::PlaneWidth(w)) - w.kernel_height;
  return std::clamp(rows / w.stride_height + 1, 1, w.output_height);
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
                          {"strip_rows", int64_t{strip_rows(t)}},
                          {"packed", packed}});
}

bool clamps(const ConvLayer& layer) {
  return layer.range.min > -128 || layer.range.max < 127;
}

// A kernel, what it is packed into, and whether its outputs are those of the
// Relu kernels.
struct Choice {
  std::string kernel, source;
  Location packed;
  bool relu = false;
};

std::optional<Choice> choose(const ConvLayer& layer, const Turned& t,
                             Lowering& lowering) {
  const nn::Window& w = t.window;
  const bool relu = is_plain_relu(layer);
  const auto add = [&](Type type, const auto& packed) {
    return lowering.constant("Packed", type, packed,
                             "weights, bias and scale of each channel");
  };
  if (w.kernel_height == 3 && w.kernel_width == 3 && w.stride_width <= 2 &&
      w.output_width >= 2 && !clamps(layer)) {
    const char* source = "packed_depthwise_conv3x3_armv7em.cc";
    if (const auto packed = relu ? pack_relu(layer, t) : std::nullopt) {
      return Choice{packed->mixed ? "DepthwiseConv3x3MixedInt8"
                                  : "DepthwiseConv3x3ReluInt8",
                    source, add(Type::kInt8, packed->bytes), true};
    }
    const auto packed = pack(layer, t, false, true);
    if (!packed) return std::nullopt;
    return Choice{"DepthwiseConv3x3Int8", source, add(Type::kInt32, *packed)};
  }
  if (w.kernel_height == 1 && w.kernel_width <= nn::kMostRowTaps &&
      w.stride_width == 1 && !clamps(layer)) {
    if (const auto packed = pack_row(layer, t)) {
      return Choice{"RowDepthwiseConvInt8", "row_depthwise_conv_armv7em.cc",
                    add(Type::kInt8, *packed)};
    }
  }
  const auto packed = pack(layer, t, relu, false);
  if (!packed) return std::nullopt;
  return Choice{"DepthwiseConvInt8", "packed_depthwise_conv_armv7em.cc",
                add(Type::kInt32, *packed), relu};
}

}  // namespace

std::optional<Step> armv7em_depthwise_conv(Step step, const ConvLayer& layer,
                                           Lowering& lowering) {
  if (layer.output_channels != layer.input_channels || layer.dilated()) {
    return std::nullopt;
  }
  const Turned t = turn(layer.window);
  const auto choice = choose(layer, t, lowering);
  if (!choice) return std::nullopt;
  step.kernel = "armv7em::" + choice->kernel;
  step.header = "device/nn/depthwise_conv/packed_depthwise_conv.h";
  step.parameter_type = "PackedDepthwiseConvParams";
  step.sources = {"device/nn/depthwise_conv/plane_armv7em.cc",
                  "device/nn/depthwise_conv/" + choice->source};
  set_parameters(step, layer, t, choice->relu, choice->packed);
  nn::PackedDepthwiseConvParams p{};
  p.window = t.window;
  p.strip_rows = strip_rows(t);
  step.in_place = true;
  const bool row = choice->kernel == "RowDepthwiseConvInt8";
  step.cost.scratch_bytes = nn::PackedDepthwiseConvScratchBytes(p) +
                            (row ? nn::kBehindPlaneBytes : 0);
  step.cost.macs = layer.macs;
  step.cost.instructions =
      layer.macs * (choice->kernel == "DepthwiseConvInt8" ? 3 : 2);
  step.comment = layer.comment;
  return step;
}

}  // namespace mote
