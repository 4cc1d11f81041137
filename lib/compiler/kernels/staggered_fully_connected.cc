#include "device/nn/fully_connected/grouped_fully_connected.h"
#include "lib/compiler/kernels/staggered.h"

namespace mote {
namespace {

// {group, input, output of the group}, with `added` to each weight.
std::vector<int8_t> in_groups(const ConvLayer& layer, size_t group,
                              uint8_t added) {
  const auto inputs = static_cast<size_t>(layer.input_channels);
  const auto outputs = static_cast<size_t>(layer.output_channels);
  const size_t groups = (outputs + group - 1) / group;
  std::vector<int8_t> weights(groups * inputs * group,
                              static_cast<int8_t>(added));
  for (size_t o = 0; o < outputs; ++o) {
    for (size_t i = 0; i < inputs; ++i) {
      weights[(o / group * inputs + i) * group + o % group] =
          static_cast<int8_t>(
              static_cast<uint8_t>(layer.weights[o * inputs + i]) + added);
    }
  }
  return weights;
}

ChannelSum read_channel(const ConvLayer& layer, int32_t o) {
  const auto begin = layer.weights.begin() + o * layer.input_channels;
  return {{begin, begin + layer.input_channels},
          layer.bias[o],
          layer.multipliers[o]};
}

// The outputs' words for sums within 2^23, if they are.
std::optional<std::vector<int32_t>> short_outputs(const ConvLayer& layer,
                                                  bool relu) {
  std::vector<int32_t> words;
  for (int32_t o = 0; o < layer.output_channels; ++o) {
    const ChannelSum channel = read_channel(layer, o);
    if (!packs(channel, relu, false)) return std::nullopt;
    append_output(channel, layer.output_zero_point, words);
  }
  return words;
}

std::vector<int32_t> long_outputs(const ConvLayer& layer) {
  std::vector<int32_t> words;
  for (int32_t o = 0; o < layer.output_channels; ++o) {
    const Multiplier& m = layer.multipliers[o];
    words.insert(words.end(), {layer.bias[o], m.multiplier, 0, m.shift});
  }
  return words;
}

int64_t instructions(const ConvLayer& layer, const std::string& isa,
                     int64_t rows) {
  const double a_mac = isa == "armv7m" ? 2.3 : 3.4;
  return static_cast<int64_t>(a_mac * static_cast<double>(layer.macs)) +
         25 * rows * layer.output_channels;
}

}  // namespace

Step staggered_fully_connected(Step step, const ConvLayer& layer,
                               Lowering& lowering) {
  const std::string& isa = lowering.target().isa;
  const bool relu = is_plain_relu(layer);
  const int64_t rows = layer.window.output_width;
  const auto words = short_outputs(layer, relu);
  const size_t group = isa == "armv7m" ? 4 : (isa == "rv32" ? 16 : 8);
  step.kernel =
      isa + (words ? "::FullyConnectedInt8" : "::FullyConnectedLongInt8");
  step.parameter_type = "GroupedFullyConnectedParams";
  step.header = "device/nn/fully_connected/grouped_fully_connected.h";
  step.sources = {"device/nn/fully_connected/grouped_fully_connected_" + isa +
                  ".cc"};
  step.parameters = {
      {"rows", rows},
      {"inputs", int64_t{layer.input_channels}},
      {"outputs", int64_t{layer.output_channels}},
      {"activation_min", int64_t{layer.range.min}},
      {"activation_max", int64_t{layer.range.max}},
      {"output_zero_point", int64_t{layer.output_zero_point}},
      {"sign_steps", int64_t{relu ? 0 : 128}},
      {"weights",
       lowering.constant("Weights", Type::kInt8,
                         in_groups(layer, group, isa == "armv6m" ? 128 : 0),
                         "weights {group of outputs, input, output}")},
      {"quantization", lowering.constant("Outputs", Type::kInt32,
                                         words ? *words : long_outputs(layer),
                                         "bias and scale of each output")}};
  step.cost.macs = layer.macs;
  step.cost.instructions = instructions(layer, isa, rows);
  step.comment = layer.comment;
  return step;
}

}  // namespace mote
