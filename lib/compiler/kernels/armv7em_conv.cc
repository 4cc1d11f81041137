#include "device/nn/conv/packed_conv.h"
#include "lib/compiler/kernels/armv7em.h"
#include "lib/compiler/kernels/window_geometry.h"

namespace mote {
namespace {

// A channel's weights {row, column, in}, or {column, row, in}.
std::vector<int8_t> channel_weights(const ConvLayer& layer, int32_t o,
                                    bool column_order) {
  const int32_t rows = layer.window.kernel_height;
  const int32_t columns = layer.window.kernel_width;
  const int32_t in = layer.input_channels;
  const int8_t* filter = layer.weights.data() + o * layer.taps() * in;
  std::vector<int8_t> weights(filter, filter + layer.taps() * in);
  if (!column_order) return weights;
  size_t to = 0;
  for (int32_t j = 0; j < columns; ++j) {
    for (int32_t i = 0; i < rows; ++i) {
      for (int32_t c = 0; c < in; ++c) {
        weights[to++] = filter[(i * columns + j) * in + c];
      }
    }
  }
  return weights;
}

OutputForm output_form(const ChannelSum& channel, const ConvLayer& layer,
                       bool relu) {
  return relu ? form_of_256(channel.multiplier, layer.output_zero_point)
              : form_of_2(channel.multiplier, layer.output_zero_point);
}

// The packed array, or nothing where a channel does not fit.
std::optional<std::vector<int32_t>> pack(const ConvLayer& layer,
                                         bool column_order, bool relu) {
  std::vector<ChannelSum> channels;
  for (int32_t o = 0; o < layer.output_channels; ++o) {
    channels.push_back({channel_weights(layer, o, column_order), layer.bias[o],
                        layer.multipliers[o]});
    if (!packs(channels.back(), relu, true)) return std::nullopt;
  }
  std::vector<int32_t> packed;
  for (size_t o = 0; o < channels.size(); o += 2) {
    const ChannelSum& a = channels[o + 1];
    const ChannelSum& b = channels[o];
    packed.push_back(biases_word(a.bias, b.bias));
    packed.push_back(b.bias);
    const std::vector<int32_t> words = pair_words(a.weights, b.weights, 4);
    packed.insert(packed.end(), words.begin(), words.end());
    const OutputForm fa = output_form(a, layer, relu);
    const OutputForm fb = output_form(b, layer, relu);
    packed.insert(packed.end(), {fa.multiplier, fa.offset, fb.multiplier,
                                 fb.offset, fa.shift + 256 * fb.shift});
  }
  return packed;
}

Location add_packed(const std::vector<int32_t>& packed, Lowering& lowering) {
  return lowering.constant(
      "Packed", Type::kInt32, packed,
      "biases, weights and scales of two channels in turn");
}

int64_t block_instructions(int64_t blocks, int64_t channels, int64_t groups) {
  return blocks * (channels / 2 * (35 * groups / 2 + 48) + 12 * groups + 70);
}

Step pointwise(Step step, const ConvLayer& layer,
               const std::vector<int32_t>& packed, bool relu,
               Lowering& lowering) {
  const nn::Window& w = layer.window;
  nn::PackedPointwiseParams p{};
  p.pixels = w.output_height * w.output_width;
  p.input_channels = layer.input_channels;
  step.kernel = relu ? "armv7em::PointwiseReluInt8" : "armv7em::PointwiseInt8";
  step.parameter_type = "PackedPointwiseParams";
  step.parameters = {{"pixels", int64_t{p.pixels}},
                     {"input_channels", int64_t{layer.input_channels}},
                     {"output_channels", int64_t{layer.output_channels}},
                     {"activation_min", int64_t{layer.range.min}},
                     {"activation_max", int64_t{layer.range.max}},
                     {"packed", add_packed(packed, lowering)}};
  step.cost.scratch_bytes = nn::PackedPointwiseScratchBytes(p);
  step.cost.instructions = block_instructions(
      (p.pixels + 2) / 3, layer.output_channels, layer.input_channels / 4);
  return step;
}

Step windowed(Step step, const ConvLayer& layer,
              const std::vector<int32_t>& packed, bool relu, bool column_order,
              Lowering& lowering) {
  nn::PackedConvParams p{};
  p.window = layer.window;
  p.input_channels = layer.input_channels;
  p.column_order = column_order;
  step.kernel = relu ? "armv7em::ConvReluInt8" : "armv7em::ConvInt8";
  step.parameter_type = "PackedConvParams";
  step.parameters = window_fields(layer.window);
  step.parameters.insert(step.parameters.end(),
                         {{"input_channels", int64_t{layer.input_channels}},
                          {"output_channels", int64_t{layer.output_channels}},
                          {"input_zero_point", int64_t{layer.input_zero_point}},
                          {"activation_min", int64_t{layer.range.min}},
                          {"activation_max", int64_t{layer.range.max}},
                          {"column_order", int64_t{column_order}},
                          {"packed", add_packed(packed, lowering)}});
  step.cost.scratch_bytes = nn::PackedConvScratchBytes(p);
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
  const bool relu = is_plain_relu(layer);
  const bool column_order = w.kernel_width * layer.input_channels % 4 != 0;
  const auto packed = pack(layer, column_order, relu);
  if (!packed) return std::nullopt;
  step.header = "device/nn/conv/packed_conv.h";
  step.sources = {"device/nn/conv/packed_conv_armv7em.cc",
                  "device/nn/conv/three_pixels_armv7em.cc"};
  step.comment = layer.comment;
  step.cost.macs = layer.macs;
  const bool one_by_one = layer.taps() == 1 && w.stride_height == 1 &&
                          w.stride_width == 1 && !column_order;
  return one_by_one ? pointwise(std::move(step), layer, *packed, relu, lowering)
                    : windowed(std::move(step), layer, *packed, relu,
                               column_order, lowering);
}

}  // namespace mote
