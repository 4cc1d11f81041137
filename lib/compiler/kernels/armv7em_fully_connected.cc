#include <algorithm>

#include "device/nn/fully_connected/packed_fully_connected.h"
#include "lib/compiler/kernels/armv7em.h"

namespace mote {
namespace {

constexpr size_t kOutputsTogether = 4;
constexpr int kInputsTogether = 8;

std::vector<ChannelSum> read_channels(const ConvLayer& layer) {
  const std::ptrdiff_t inputs = layer.input_channels;
  std::vector<ChannelSum> channels;
  for (int32_t o = 0; o < layer.output_channels; ++o) {
    const auto begin = layer.weights.begin() + o * inputs;
    channels.push_back(
        {{begin, begin + inputs}, layer.bias[o], layer.multipliers[o]});
  }
  while (channels.size() % kOutputsTogether != 0) {
    channels.push_back({std::vector<int8_t>(static_cast<size_t>(inputs), 0),
                        0,
                        {1 << 30, -1}});
  }
  return channels;
}

// Whether every channel's sum, or (`in_parts`) its bias and its sum over 32
// inputs at a time, is what the packed form can hold.
bool fits(const std::vector<ChannelSum>& channels, bool in_parts) {
  constexpr std::ptrdiff_t kPart = 32;
  constexpr int64_t kWholeLimit = int64_t{1} << 30;
  for (const ChannelSum& channel : channels) {
    if (!in_parts) {
      if (!packs(channel, false, true)) return false;
      continue;
    }
    const SumRange whole = sum_range(channel);
    if (whole.low <= -kWholeLimit || whole.high >= kWholeLimit) return false;
    const auto end = channel.weights.end();
    for (auto at = channel.weights.begin(); at < end; at += kPart) {
      const auto last = end - at > kPart ? at + kPart : end;
      if (!packs({{at, last}, channel.bias, channel.multiplier}, false, true)) {
        return false;
      }
      if (last == end) break;
    }
  }
  return true;
}

enum class Variant { kWide, kNarrow, kLong };

std::optional<Variant> choose(const std::vector<ChannelSum>& channels,
                              const ConvLayer& layer) {
  const bool narrow_fits = layer.input_channels % kInputsTogether == 0;
  if (fits(channels, false)) {
    return narrow_fits && layer.output_channels <= 4 ? Variant::kNarrow
                                                     : Variant::kWide;
  }
  if (narrow_fits && fits(channels, true)) return Variant::kLong;
  return std::nullopt;
}

const char* kernel_name(Variant variant, bool uniform) {
  switch (variant) {
    case Variant::kNarrow:
      return uniform ? "armv7em::FullyConnectedNarrowUniformInt8"
                     : "armv7em::FullyConnectedNarrowInt8";
    case Variant::kLong:
      return "armv7em::FullyConnectedLongInt8";
    case Variant::kWide:
      break;
  }
  return uniform ? "armv7em::FullyConnectedUniformInt8"
                 : "armv7em::FullyConnectedInt8";
}

std::vector<int32_t> pack(const std::vector<ChannelSum>& channels,
                          int32_t zero_point, bool uniform) {
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
    if (uniform) continue;
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
  const std::vector<ChannelSum> channels = read_channels(layer);
  const std::optional<Variant> variant = choose(channels, layer);
  if (!variant) return std::nullopt;
  const bool widen = *variant == Variant::kWide;
  const int64_t rows = layer.window.output_width;
  nn::PackedFullyConnectedParams p{};
  p.rows = layer.window.output_width;
  p.inputs = layer.input_channels;
  p.outputs = layer.output_channels;
  const bool uniform =
      *variant != Variant::kLong &&
      std::all_of(layer.multipliers.begin(), layer.multipliers.end(),
                  [&](const auto& m) { return m == layer.multipliers[0]; });
  const OutputForm form =
      form_of_2(layer.multipliers[0], layer.output_zero_point);
  step.kernel = kernel_name(*variant, uniform);
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
      {"multiplier", int64_t{uniform ? form.multiplier : 0}},
      {"offset", int64_t{uniform ? form.offset : 0}},
      {"shift", int64_t{uniform ? form.shift : 0}},
      {"packed", lowering.constant(
                     "Packed", Type::kInt32,
                     pack(channels, layer.output_zero_point, uniform),
                     "biases, weights and scales of four outputs in turn")}};
  step.cost.scratch_bytes = nn::PackedFullyConnectedScratchBytes(p, widen);
  step.cost.macs = layer.macs;
  step.cost.instructions = rows * (static_cast<int64_t>(channels.size()) / 4 *
                                       (30 * int64_t{p.inputs} / 8 + 60) +
                                   (widen ? 2 * p.inputs : 0));
  step.comment = layer.comment;
  return step;
}

}  // namespace mote
