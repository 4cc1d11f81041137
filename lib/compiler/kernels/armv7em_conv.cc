#include <algorithm>

#include "device/nn/conv/packed_conv.h"
#include "lib/compiler/kernels/armv7em.h"
#include "lib/compiler/kernels/short_requantization.h"
#include "lib/compiler/kernels/window_geometry.h"

namespace mote {
namespace {

// A channel's weights {row, column, in}, rows filled up as the kernel has them.
std::vector<int8_t> channel_weights(const ConvLayer& layer,
                                    const nn::PackedConvParams& p, int32_t o) {
  const int32_t count = layer.taps() * layer.input_channels;
  const int32_t row = layer.window.kernel_width * layer.input_channels;
  const int8_t* filter = layer.weights.data() + int64_t{o} * count;
  std::vector<int8_t> weights;
  for (int32_t k = 0; k < count; k += row) {
    weights.insert(weights.end(), filter + k, filter + k + row);
    weights.resize(weights.size() + static_cast<size_t>(nn::RowTaps(p) - row));
  }
  return weights;
}

// Filled up to a multiple of four.
std::vector<ChannelSum> read_channels(const ConvLayer& layer,
                                      const nn::PackedConvParams& p) {
  std::vector<ChannelSum> channels;
  for (int32_t o = 0; o < layer.output_channels; ++o) {
    channels.push_back(
        {channel_weights(layer, p, o), layer.bias[o], layer.multipliers[o]});
  }
  while (channels.size() % 4 != 0) {
    ChannelSum none = channels.back();
    std::fill(none.weights.begin(), none.weights.end(), int8_t{0});
    none.bias = 0;
    channels.push_back(none);
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

// What two channels bring to the packed array.
struct PackedPair {
  std::vector<int32_t> biases, weights, scales;
};

PackedPair general_pair(const ChannelSum& a, const ChannelSum& b,
                        int32_t zero_point) {
  const OutputForm fa = form_of_2(a.multiplier, zero_point);
  const OutputForm fb = form_of_2(b.multiplier, zero_point);
  return {{biases_word(a.bias, b.bias), b.bias},
          pair_words(a.weights, b.weights, 4),
          {fa.multiplier, fa.offset, fa.shift + 256 * fb.shift, fb.multiplier,
           fb.offset}};
}

// Nothing where a channel has no short form.
std::optional<PackedPair> relu_pair(ChannelSum a, ChannelSum b) {
  const auto fa = find_short_form(a.multiplier, sum_range(a), short_conv());
  const auto fb = find_short_form(b.multiplier, sum_range(b), short_conv());
  if (!fa || !fb) return std::nullopt;
  a.bias += static_cast<int32_t>(fa->fraction / 256);
  b.bias += static_cast<int32_t>(fb->fraction / 256);
  const int32_t low =
      with_fraction(b.bias, static_cast<int32_t>(fb->fraction % 256));
  return PackedPair{
      {biases_word(a.bias, low) + static_cast<int32_t>(fa->fraction % 256),
       low},
      pair_words(a.weights, b.weights, 4),
      {fa->multiplier, fb->multiplier}};
}

// Leaves out the last word of every `row_words`, unless they are 0.
void append_four(const PackedPair& first, const PackedPair& second,
                 size_t row_words, std::vector<int32_t>& packed) {
  const auto append = [&](const std::vector<int32_t>& words) {
    packed.insert(packed.end(), words.begin(), words.end());
  };
  append({first.weights[0], second.weights[0]});
  append(first.biases);
  append(second.biases);
  for (size_t i = 1; i < first.weights.size(); ++i) {
    if (row_words > 0 && i % row_words == row_words - 1) continue;
    append({first.weights[i], second.weights[i]});
  }
  append(first.scales);
  append(second.scales);
}

std::vector<int32_t> pack_general(const std::vector<ChannelSum>& channels,
                                  int32_t zero_point, size_t row_words) {
  std::vector<int32_t> packed;
  for (size_t o = 0; o < channels.size(); o += 4) {
    append_four(general_pair(channels[o + 1], channels[o], zero_point),
                general_pair(channels[o + 3], channels[o + 2], zero_point),
                row_words, packed);
  }
  return packed;
}

std::optional<std::vector<int32_t>> pack_relu(
    const std::vector<ChannelSum>& channels, size_t row_words) {
  std::vector<int32_t> packed;
  for (size_t o = 0; o < channels.size(); o += 4) {
    const auto first = relu_pair(channels[o + 1], channels[o]);
    const auto second = relu_pair(channels[o + 3], channels[o + 2]);
    if (!first || !second) return std::nullopt;
    append_four(*first, *second, row_words, packed);
  }
  return packed;
}

Location add_packed(const std::vector<int32_t>& packed, Lowering& lowering) {
  return lowering.constant(
      "Packed", Type::kInt32, packed,
      "weights, biases and scales of four channels in turn");
}

// Words of weights that two channels share.
int64_t tap_pairs(const nn::PackedConvParams& p) {
  return 2 * nn::TapGroups(p) -
         (nn::HasHalfGroup(p) ? p.window.kernel_height : 0);
}

int64_t pair_instructions(int64_t pairs, int64_t channels, int64_t tap_pairs) {
  return pairs *
         ((channels + 3) / 4 * (12 * tap_pairs + 45) + 5 * tap_pairs + 40);
}

// Two windows copied.
int64_t copy_instructions(const nn::PackedConvParams& p) {
  const nn::Window& w = p.window;
  const int64_t row = int64_t{w.kernel_width} * p.input_channels;
  return 2 * (w.kernel_height * (20 + row / 4 * 6 + row % 4 * 5) +
              4 * nn::TapGroups(p));
}

nn::PackedConvParams packed_params(const ConvLayer& layer) {
  nn::PackedConvParams p{};
  p.window = layer.window;
  p.input_channels = layer.input_channels;
  p.output_channels = layer.output_channels;
  nn::PackedConvParams in_image = p;
  in_image.in_image = 1;
  const int64_t more_instructions =
      pair_instructions(1, p.output_channels, tap_pairs(in_image)) -
      pair_instructions(1, p.output_channels, tap_pairs(p));
  return more_instructions < copy_instructions(p) ? in_image : p;
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
  step.cost.instructions = pair_instructions(
      (p.pixels + 1) / 2, layer.output_channels, layer.input_channels / 2);
  return step;
}

Step windowed(Step step, const ConvLayer& layer,
              const std::vector<int32_t>& packed, bool relu,
              Lowering& lowering) {
  const nn::PackedConvParams p = packed_params(layer);
  step.kernel = relu ? "armv7em::ConvReluInt8" : "armv7em::ConvInt8";
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
  const int64_t pairs = int64_t{w.output_height} * ((w.output_width + 1) / 2);
  step.cost.instructions =
      pair_instructions(pairs, layer.output_channels, tap_pairs(p)) +
      (p.in_image ? 0 : pairs * copy_instructions(p));
  return step;
}

}  // namespace

std::optional<Step> armv7em_conv(Step step, const ConvLayer& layer,
                                 Lowering& lowering) {
  const nn::Window& w = layer.window;
  if (w.dilation_width != 1) return std::nullopt;
  const nn::PackedConvParams params = packed_params(layer);
  const std::vector<ChannelSum> channels = read_channels(layer, params);
  if (!pairs(channels)) return std::nullopt;
  const size_t row_words = nn::HasHalfGroup(params)
                               ? static_cast<size_t>(nn::RowTaps(params) / 2)
                               : 0;
  const auto short_packed =
      is_plain_relu(layer) ? pack_relu(channels, row_words) : std::nullopt;
  if (!short_packed && !fits(channels)) return std::nullopt;
  const bool relu = short_packed.has_value();
  const std::vector<int32_t> packed =
      relu ? *short_packed
           : pack_general(channels, layer.output_zero_point, row_words);
  step.header = "device/nn/conv/packed_conv.h";
  step.sources = {"device/nn/conv/packed_conv_armv7em.cc",
                  "device/nn/conv/two_pixels_armv7em.cc"};
  if (!relu) {
    step.sources.emplace_back("device/nn/conv/two_pixels_general_armv7em.cc");
  }
  step.comment = layer.comment;
  step.cost.macs = layer.macs;
  const bool one_by_one = layer.taps() == 1 && w.stride_height == 1 &&
                          w.stride_width == 1 && layer.input_channels % 4 == 0;
  return one_by_one ? pointwise(std::move(step), layer, packed, relu, lowering)
                    : windowed(std::move(step), layer, packed, relu, lowering);
}

}  // namespace mote
