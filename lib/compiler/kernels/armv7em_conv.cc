#include <algorithm>

#include "device/nn/conv/packed_conv.h"
#include "lib/compiler/kernels/armv7em.h"
#include "lib/compiler/kernels/short_requantization.h"
#include "lib/compiler/kernels/window_geometry.h"

namespace mote {
namespace {

// A channel's weights {row, column, in}.
std::vector<int8_t> channel_weights(const ConvLayer& layer, int32_t o) {
  const int32_t count = layer.taps() * layer.input_channels;
  const int8_t* filter = layer.weights.data() + o * count;
  return {filter, filter + count};
}

std::vector<ChannelSum> read_channels(const ConvLayer& layer) {
  std::vector<ChannelSum> channels;
  for (int32_t o = 0; o < layer.output_channels; ++o) {
    channels.push_back(
        {channel_weights(layer, o), layer.bias[o], layer.multipliers[o]});
  }
  return channels;
}

bool fits(const std::vector<ChannelSum>& channels) {
  return std::all_of(channels.begin(), channels.end(),
                     [](const auto& c) { return packs(c, false, true); });
}

bool pairs(const std::vector<ChannelSum>& channels) {
  return std::all_of(channels.begin(), channels.end(), [](const auto& c) {
    return std::find(c.weights.begin(), c.weights.end(), int8_t{-128}) ==
           c.weights.end();
  });
}

void append_weights(const ChannelSum& a, const ChannelSum& b,
                    std::vector<int32_t>& packed) {
  const std::vector<int32_t> words = pair_words(a.weights, b.weights, 4);
  packed.insert(packed.end(), words.begin(), words.end());
}

std::vector<int32_t> pack_general(const std::vector<ChannelSum>& channels,
                                  int32_t zero_point) {
  std::vector<int32_t> packed;
  for (size_t o = 0; o < channels.size(); o += 2) {
    const ChannelSum& a = channels[o + 1];
    const ChannelSum& b = channels[o];
    packed.push_back(biases_word(a.bias, b.bias));
    packed.push_back(b.bias);
    append_weights(a, b, packed);
    const OutputForm fa = form_of_2(a.multiplier, zero_point);
    const OutputForm fb = form_of_2(b.multiplier, zero_point);
    packed.insert(packed.end(), {fa.multiplier, fa.offset, fb.multiplier,
                                 fb.offset, fa.shift + 256 * fb.shift});
  }
  return packed;
}

// Nothing where a channel has no short form.
std::optional<std::vector<int32_t>> pack_relu(
    const std::vector<ChannelSum>& channels) {
  std::vector<int32_t> packed;
  for (size_t o = 0; o < channels.size(); o += 2) {
    ChannelSum a = channels[o + 1], b = channels[o];
    const auto fa = find_short_form(a.multiplier, sum_range(a), short_conv());
    const auto fb = find_short_form(b.multiplier, sum_range(b), short_conv());
    if (!fa || !fb) return std::nullopt;
    a.bias += static_cast<int32_t>(fa->fraction / 256);
    b.bias += static_cast<int32_t>(fb->fraction / 256);
    const int32_t low =
        with_fraction(b.bias, static_cast<int32_t>(fb->fraction % 256));
    packed.push_back(biases_word(a.bias, low) +
                     static_cast<int32_t>(fa->fraction % 256));
    packed.push_back(low);
    append_weights(a, b, packed);
    packed.push_back(fa->multiplier);
    packed.push_back(fb->multiplier);
  }
  return packed;
}

Location add_packed(const std::vector<int32_t>& packed, Lowering& lowering) {
  return lowering.constant(
      "Packed", Type::kInt32, packed,
      "biases, weights and scales of two channels in turn");
}

int64_t block_instructions(int64_t blocks, int64_t channels, int64_t groups) {
  return blocks * (channels / 2 * (35 * groups / 2 + 35) + 12 * groups + 75);
}

Step pointwise(Step step, const ConvLayer& layer,
               const std::vector<int32_t>& packed, bool relu,
               Lowering& lowering) {
  const nn::Window& w = layer.window;
  nn::PackedPointwiseParams p{};
  p.pixels = w.output_height * w.output_width;
  p.input_channels = layer.input_channels;
  const bool backwards = layer.output_channels > layer.input_channels;
  step.kernel = relu ? "armv7em::PointwiseReluInt8" : "armv7em::PointwiseInt8";
  step.parameter_type = "PackedPointwiseParams";
  step.parameters = {{"pixels", int64_t{p.pixels}},
                     {"input_channels", int64_t{layer.input_channels}},
                     {"output_channels", int64_t{layer.output_channels}},
                     {"activation_min", int64_t{layer.range.min}},
                     {"activation_max", int64_t{layer.range.max}},
                     {"backwards", int64_t{backwards}},
                     {"packed", add_packed(packed, lowering)}};
  step.in_place = true;
  step.cost.scratch_bytes = nn::PackedPointwiseScratchBytes(p);
  step.cost.instructions = block_instructions(
      (p.pixels + 2) / 3, layer.output_channels, layer.input_channels / 4);
  return step;
}

Step windowed(Step step, const ConvLayer& layer,
              const std::vector<int32_t>& packed, bool relu,
              Lowering& lowering) {
  constexpr int32_t kLargeStrip = 1024;  // bytes
  nn::PackedConvParams p{};
  p.window = layer.window;
  p.input_channels = layer.input_channels;
  p.output_channels = layer.output_channels;
  p.in_image = nn::RowsAreGroups(p) && p.window.dilation_height == 1 &&
               nn::StripBytes(p) > kLargeStrip;
  step.kernel = std::string("armv7em::Conv") + (p.in_image ? "InImage" : "") +
                (relu ? "ReluInt8" : "Int8");
  step.parameter_type = "PackedConvParams";
  step.parameters = window_fields(layer.window);
  step.parameters.insert(step.parameters.end(),
                         {{"input_channels", int64_t{layer.input_channels}},
                          {"output_channels", int64_t{layer.output_channels}},
                          {"input_zero_point", int64_t{layer.input_zero_point}},
                          {"activation_min", int64_t{layer.range.min}},
                          {"activation_max", int64_t{layer.range.max}},
                          {"in_image", int64_t{p.in_image}},
                          {"packed", add_packed(packed, lowering)}});
  step.cost.scratch_bytes = nn::PackedConvScratchBytes(p);
  step.lag_bytes = nn::PackedConvLagBytes(p);
  const nn::Window& w = layer.window;
  step.cost.instructions =
      block_instructions(int64_t{w.output_height} * ((w.output_width + 2) / 3),
                         layer.output_channels, nn::TapGroups(p)) +
      2 * int64_t{w.output_height} * nn::StripBytes(p);
  return step;
}

}  // namespace

std::optional<Step> armv7em_conv(Step step, const ConvLayer& layer,
                                 Lowering& lowering) {
  const nn::Window& w = layer.window;
  if (layer.output_channels % 2 != 0 || w.dilation_width != 1) {
    return std::nullopt;
  }
  const std::vector<ChannelSum> channels = read_channels(layer);
  if (!pairs(channels)) return std::nullopt;
  const auto short_packed =
      is_plain_relu(layer) ? pack_relu(channels) : std::nullopt;
  if (!short_packed && !fits(channels)) return std::nullopt;
  const bool relu = short_packed.has_value();
  const std::vector<int32_t> packed =
      relu ? *short_packed : pack_general(channels, layer.output_zero_point);
  step.header = "device/nn/conv/packed_conv.h";
  step.sources = {"device/nn/conv/packed_conv_armv7em.cc",
                  "device/nn/conv/three_pixels_armv7em.cc"};
  step.comment = layer.comment;
  step.cost.macs = layer.macs;
  const bool one_by_one = layer.taps() == 1 && w.stride_height == 1 &&
                          w.stride_width == 1 && layer.input_channels % 4 == 0;
  return one_by_one ? pointwise(std::move(step), layer, packed, relu, lowering)
                    : windowed(std::move(step), layer, packed, relu, lowering);
}

}  // namespace mote
