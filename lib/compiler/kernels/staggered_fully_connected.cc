#include "device/nn/fully_connected/staggered_fully_connected.h"

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

double instructions_of_mac(const std::string& isa) {
  if (isa == "armv7m") return 2.3;
  return isa == "rv32" ? 2.4 : 3.4;
}

int64_t instructions(const ConvLayer& layer, const std::string& isa,
                     int64_t rows) {
  return static_cast<int64_t>(instructions_of_mac(isa) *
                              static_cast<double>(layer.macs)) +
         25 * rows * layer.output_channels;
}

std::vector<ChannelSum> read_channels(const ConvLayer& layer) {
  std::vector<ChannelSum> channels;
  for (int32_t o = 0; o < layer.output_channels; ++o) {
    channels.push_back(read_channel(layer, o));
  }
  return channels;
}

// {group of words, input, word}, three outputs' weights a word.
std::vector<int32_t> in_words(const ConvLayer& layer) {
  const int32_t inputs = layer.input_channels;
  const auto weight = [&](int32_t o, int32_t i) -> int32_t {
    return o < layer.output_channels ? layer.weights[o * inputs + i] : 0;
  };
  std::vector<int32_t> words;
  const int32_t count =
      (layer.output_channels + nn::kOutputsOfWord - 1) / nn::kOutputsOfWord;
  for (int32_t from = 0; from < count;) {
    const int32_t end = from + nn::NextWordGroup(count - from);
    for (int32_t i = 0; i < inputs; ++i) {
      for (int32_t word = from; word < end; ++word) {
        const int32_t o = word * nn::kOutputsOfWord;
        words.push_back(
            nn::ThreeWeights(weight(o, i), weight(o + 1, i), weight(o + 2, i)));
      }
    }
    from = end;
  }
  return words;
}

void use_groups(Step& step, const ConvLayer& layer, Lowering& lowering) {
  const bool armv6m = lowering.target().isa == "armv6m";
  step.parameter_type = "GroupedFullyConnectedParams";
  step.header = "device/nn/fully_connected/grouped_fully_connected.h";
  step.parameters.push_back(
      {"weights",
       lowering.constant("Weights", Type::kInt8,
                         in_groups(layer, armv6m ? 8 : 4, armv6m ? 128 : 0),
                         "weights {group of outputs, input, output}")});
}

void use_words(Step& step, const ConvLayer& layer, Lowering& lowering) {
  nn::StaggeredFullyConnectedParams p{};
  p.inputs = layer.input_channels;
  p.inputs_of_part = static_cast<int32_t>(taps_of_part(read_channels(layer)));
  step.parameter_type = "StaggeredFullyConnectedParams";
  step.header = "device/nn/fully_connected/staggered_fully_connected.h";
  step.parameters.push_back({"inputs_of_part", int64_t{p.inputs_of_part}});
  step.parameters.push_back(
      {"weights", lowering.constant("Weights", Type::kInt32, in_words(layer),
                                    "weights {group of words, input, word}, "
                                    "of three outputs a word")});
  step.cost.scratch_bytes = nn::StaggeredFullyConnectedScratchBytes(p);
}

}  // namespace

Step staggered_fully_connected(Step step, const ConvLayer& layer,
                               Lowering& lowering) {
  const std::string& isa = lowering.target().isa;
  const bool relu = is_plain_relu(layer);
  const bool rv32 = isa == "rv32";
  const int64_t rows = layer.window.output_width;
  const auto words = short_outputs(layer, relu);
  step.kernel =
      isa + (words ? "::FullyConnectedInt8" : "::FullyConnectedLongInt8");
  step.sources = {std::string("device/nn/fully_connected/") +
                  (rv32 ? "staggered" : "grouped") + "_fully_connected_" + isa +
                  ".cc"};
  step.parameters = {{"rows", rows},
                     {"inputs", int64_t{layer.input_channels}},
                     {"outputs", int64_t{layer.output_channels}},
                     {"activation_min", int64_t{layer.range.min}},
                     {"activation_max", int64_t{layer.range.max}},
                     {"output_zero_point", int64_t{layer.output_zero_point}},
                     {"sign_steps", int64_t{relu ? 0 : 128}}};
  (rv32 ? use_words : use_groups)(step, layer, lowering);
  step.parameters.push_back(
      {"quantization", lowering.constant("Outputs", Type::kInt32,
                                         words ? *words : long_outputs(layer),
                                         "bias and scale of each output")});
  step.cost.macs = layer.macs;
  step.cost.instructions = instructions(layer, isa, rows);
  step.comment = layer.comment;
  return step;
}

}  // namespace mote
