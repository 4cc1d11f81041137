#include "device/nn/fully_connected/packed_fully_connected.h"
#include "lib/compiler/kernels/armv7em.h"

namespace mote {
namespace {

constexpr size_t kOutputsTogether = 4, kInputsTogether = 8;

std::optional<std::vector<ChannelSum>> read_channels(const ConvLayer& layer) {
  const size_t inputs = static_cast<size_t>(layer.input_channels);
  std::vector<ChannelSum> channels;
  for (int32_t o = 0; o < layer.output_channels; ++o) {
    const auto begin =
        layer.weights.begin() + o * static_cast<std::ptrdiff_t>(inputs);
    channels.push_back({{begin, begin + static_cast<std::ptrdiff_t>(inputs)},
                        layer.bias[o],
                        layer.multipliers[o]});
    if (!packs(channels.back(), false, true)) return std::nullopt;
  }
  while (channels.size() % kOutputsTogether != 0) {
    channels.push_back({std::vector<int8_t>(inputs, 0), 0, {1 << 30, -1}});
  }
  return channels;
}

std::vector<int32_t> pack(const std::vector<ChannelSum>& channels,
                          int32_t zero_point) {
  std::vector<int32_t> packed;
  for (size_t o = 0; o < channels.size(); o += kOutputsTogether) {
    const ChannelSum* c = &channels[o];
    packed.insert(packed.end(), {biases_word(c[0].bias, c[1].bias), c[1].bias,
                                 biases_word(c[2].bias, c[3].bias), c[3].bias});
    const auto first = pair_words(c[0].weights, c[1].weights, kInputsTogether);
    const auto second = pair_words(c[2].weights, c[3].weights, kInputsTogether);
    for (size_t k = 0; k < first.size(); ++k) {
      packed.push_back(first[k]);
      packed.push_back(second[k]);
    }
    int32_t shifts = 0;
    for (size_t i = 0; i < kOutputsTogether; ++i) {
      const OutputForm form = form_of_2(c[i].multiplier, zero_point);
      packed.push_back(form.multiplier);
      packed.push_back(form.offset);
      shifts |= form.shift << (8 * i);
    }
    packed.push_back(shifts);
  }
  return packed;
}

}  // namespace

std::optional<Step> armv7em_fully_connected(Step step, const ConvLayer& layer,
                                            Lowering& lowering) {
  const auto channels = read_channels(layer);
  if (!channels) return std::nullopt;
  const int64_t rows = layer.window.output_width;
  nn::PackedFullyConnectedParams p{};
  p.rows = layer.window.output_width;
  p.inputs = layer.input_channels;
  p.outputs = layer.output_channels;
  p.widen = p.outputs > 4 || p.inputs % 8 != 0;
  step.kernel = "armv7em::FullyConnectedInt8";
  step.parameter_type = "PackedFullyConnectedParams";
  step.header = "device/nn/fully_connected/packed_fully_connected.h";
  step.sources = {
      "device/nn/fully_connected/packed_fully_connected_armv7em.cc"};
  step.parameters = {
      {"rows", rows},
      {"inputs", int64_t{p.inputs}},
      {"outputs", int64_t{p.outputs}},
      {"activation_min", int64_t{layer.range.min}},
      {"activation_max", int64_t{layer.range.max}},
      {"widen", int64_t{p.widen}},
      {"packed",
       lowering.constant(
           "Packed", Type::kInt32, pack(*channels, layer.output_zero_point),
           "biases, weights and scales of four outputs in turn")}};
  step.cost.scratch_bytes = nn::PackedFullyConnectedScratchBytes(p);
  step.cost.macs = layer.macs;
  step.cost.instructions = rows * (static_cast<int64_t>(channels->size()) / 4 *
                                       (30 * int64_t{p.inputs} / 8 + 60) +
                                   (p.widen ? 2 * p.inputs : 0));
  step.comment = layer.comment;
  return step;
}

}  // namespace mote
