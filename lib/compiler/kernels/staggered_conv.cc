#include "device/nn/conv/staggered_conv.h"

#include <algorithm>

#include "lib/compiler/kernels/staggered.h"
#include "lib/compiler/kernels/window_geometry.h"

namespace mote {
namespace {

constexpr int kTapsTogether = 4;
constexpr size_t kChannelsTogether = 16;  // of Armv6-M

// Every channel with its taps filled up by zeros.
std::vector<ChannelSum> read_channels(const ConvLayer& layer) {
  const std::ptrdiff_t taps = layer.taps() * layer.input_channels;
  const std::ptrdiff_t filled =
      (taps + kTapsTogether - 1) / kTapsTogether * kTapsTogether;
  std::vector<ChannelSum> channels;
  for (int32_t o = 0; o < layer.output_channels; ++o) {
    const auto begin = layer.weights.begin() + o * taps;
    ChannelSum channel{
        {begin, begin + taps}, layer.bias[o], layer.multipliers[o]};
    channel.weights.resize(static_cast<size_t>(filled));
    channels.push_back(std::move(channel));
  }
  return channels;
}

// Whether `part` taps at a time fit the words, in every channel.
bool parts_fit(const std::vector<ChannelSum>& channels, std::ptrdiff_t part) {
  for (const ChannelSum& channel : channels) {
    const auto end = channel.weights.end();
    for (auto at = channel.weights.begin(); at != end;) {
      const auto next = end - at > part ? at + part : end;
      if (!staggers({at, next})) return false;
      at = next;
    }
  }
  return true;
}

std::vector<int8_t> in_order(const std::vector<ChannelSum>& channels) {
  std::vector<int8_t> weights;
  for (const ChannelSum& channel : channels) {
    weights.insert(weights.end(), channel.weights.begin(),
                   channel.weights.end());
  }
  return weights;
}

// {channels / 16, tap, channel}.
std::vector<int8_t> interleaved(const std::vector<ChannelSum>& channels) {
  const size_t taps = channels.at(0).weights.size();
  const size_t groups =
      (channels.size() + kChannelsTogether - 1) / kChannelsTogether;
  std::vector<int8_t> weights(groups * taps * kChannelsTogether);
  for (size_t c = 0; c < channels.size(); ++c) {
    for (size_t k = 0; k < taps; ++k) {
      const size_t group = c / kChannelsTogether * taps;
      weights[(group + k) * kChannelsTogether + c % kChannelsTogether] =
          channels[c].weights[k];
    }
  }
  return weights;
}

// One output pixel whose window lies in one piece on the input, as the
// fully connected layer that it is.
std::optional<ConvLayer> as_fully_connected(const ConvLayer& layer) {
  const nn::Window& w = layer.window;
  const bool one_piece = w.kernel_height == 1 ||
                         (w.kernel_width == w.input_width && !layer.dilated());
  if (w.output_height != 1 || w.output_width != 1 || w.pad_top != 0 ||
      w.pad_left != 0 || !one_piece || layer.dilated() ||
      w.kernel_height > w.input_height || w.kernel_width > w.input_width) {
    return std::nullopt;
  }
  ConvLayer flat = layer;
  flat.input_channels *= layer.taps();
  flat.window.kernel_height = flat.window.kernel_width = 1;
  return flat;
}

// The first byte of the image that each output pixel's window sees.
std::vector<int64_t> first_bytes(const ConvLayer& layer) {
  const nn::Window& w = layer.window;
  std::vector<int64_t> bytes;
  for (int64_t y = 0; y < w.output_height; ++y) {
    for (int64_t x = 0; x < w.output_width; ++x) {
      const int64_t row = std::max<int64_t>(0, y * w.stride_height - w.pad_top);
      const int64_t column =
          std::max<int64_t>(0, x * w.stride_width - w.pad_left);
      bytes.push_back((row * w.input_width + column) * layer.input_channels);
    }
  }
  return bytes;
}

// By how much an output that overlaps the input must begin before it: six
// pixels are read, then written, the last six of them perhaps for a second time
// (device/nn/conv/six_windows.h).
int64_t lag_bytes(const ConvLayer& layer) {
  constexpr int64_t kPixels = 6;
  const std::vector<int64_t> first = first_bytes(layer);
  const auto pixels = static_cast<int64_t>(first.size());
  const int64_t together = pixels < kPixels ? 1 : kPixels;
  int64_t lag = 0, still_read = INT64_MAX;
  int64_t begin = pixels - together, end = pixels;  // of the last block
  while (begin > 0) {
    for (int64_t i = begin; i < end; ++i) {
      still_read = std::min(still_read, first[static_cast<size_t>(i)]);
    }
    const int64_t before = (end - 1) / together * together;
    lag = std::max(lag, before * layer.output_channels - still_read);
    end = before;
    begin = before - together;
  }
  return lag;
}

struct Costs {
  double a_mac, an_output, a_tap;
};

// Instructions of a multiplication, an output and the widening of a tap.
Costs costs(const std::string& isa) {
  if (isa == "armv6m") return {1.75, 38, 4.5};
  if (isa == "armv7m") return {1.09, 12, 2.2};
  return {2.3, 14, 3};
}

int64_t instructions(const ConvLayer& layer, size_t taps,
                     const std::string& isa) {
  const Costs c = costs(isa);
  const int64_t pixels =
      int64_t{layer.window.output_height} * layer.window.output_width;
  const double together = pixels < 6
                              ? 6.0 * static_cast<double>(pixels)
                              : 6.0 * static_cast<double>((pixels + 5) / 6);
  const double outputs = layer.output_channels;
  return static_cast<int64_t>(
      together * (static_cast<double>(taps) * (outputs * c.a_mac + c.a_tap) +
                  outputs * c.an_output));
}

}  // namespace

bool has_staggered(const Target& target) {
  return target.isa == "armv6m" || target.isa == "armv7m" ||
         target.isa == "rv32";
}

bool staggers(const std::vector<int8_t>& weights) {
  // 2^20, less what the lower part of b may add to its upper part.
  constexpr int64_t kLimit = (int64_t{1} << 20) - (1 << 11);
  const SumRange range = sum_range({weights, 0, {}});
  return range.low > -kLimit && range.high < kLimit;
}

std::ptrdiff_t taps_of_part(const std::vector<ChannelSum>& channels) {
  const auto taps = static_cast<std::ptrdiff_t>(channels.at(0).weights.size());
  for (std::ptrdiff_t parts = 1;; ++parts) {
    const std::ptrdiff_t part =
        ((taps + parts - 1) / parts + kTapsTogether - 1) / kTapsTogether *
        kTapsTogether;
    if (part == kTapsTogether || parts_fit(channels, part)) return part;
  }
}

void append_output(const ChannelSum& channel, int32_t zero_point,
                   std::vector<int32_t>& words) {
  const OutputForm form = form_of_256(channel.multiplier, zero_point);
  words.insert(words.end(),
               {channel.bias, form.multiplier, form.offset, form.shift});
}

void append_output_parts(const ChannelSum& channel, int32_t zero_point,
                         bool relu, std::vector<int32_t>& words) {
  const OutputForm form = form_of_256(channel.multiplier, zero_point);
  const int32_t m = form.multiplier;
  words.insert(words.end(),
               {m & 127, (m >> 7) & 255, (m >> 15) & 255, m >> 23, channel.bias,
                form.offset, form.shift, relu ? 0 : -128});
}

std::optional<Step> staggered_conv(Step step, const ConvLayer& layer,
                                   Lowering& lowering) {
  if (const auto flat = as_fully_connected(layer)) {
    return staggered_fully_connected(std::move(step), *flat, lowering);
  }
  const std::vector<ChannelSum> channels = read_channels(layer);
  const bool relu = is_plain_relu(layer);
  const std::string& isa = lowering.target().isa;
  std::vector<int32_t> outputs;
  for (const ChannelSum& channel : channels) {
    if (!packs(channel, relu, false)) return std::nullopt;
    if (isa == "armv6m") {
      append_output_parts(channel, layer.output_zero_point, relu, outputs);
    } else {
      append_output(channel, layer.output_zero_point, outputs);
    }
  }
  nn::StaggeredConvParams p{};
  p.window = layer.window;
  p.input_channels = layer.input_channels;
  step.kernel = isa + "::ConvInt8";
  step.parameter_type = "StaggeredConvParams";
  step.header = "device/nn/conv/staggered_conv.h";
  step.sources = {"device/nn/conv/staggered_conv_" + isa + ".cc"};
  step.parameters = window_fields(layer.window);
  step.parameters.insert(
      step.parameters.end(),
      {{"input_channels", int64_t{layer.input_channels}},
       {"output_channels", int64_t{layer.output_channels}},
       {"input_zero_point", int64_t{layer.input_zero_point}},
       {"activation_min", int64_t{layer.range.min}},
       {"activation_max", int64_t{layer.range.max}},
       {"sign_steps", int64_t{relu ? 0 : 128}},
       {"taps_of_part", int64_t{taps_of_part(channels)}},
       {"weights",
        lowering.constant(
            "Weights", Type::kInt8,
            isa == "armv6m" ? interleaved(channels) : in_order(channels),
            isa == "armv6m" ? "weights {16 outputs together, tap, output}"
                            : "weights {output, tap}")},
       {"outputs", lowering.constant("Outputs", Type::kInt32, outputs,
                                     "bias, multiplier, offset and shift of "
                                     "each output channel")}});
  step.lag_bytes = lag_bytes(layer);
  step.cost.scratch_bytes = nn::StaggeredConvScratchBytes(p);
  step.cost.macs = layer.macs;
  step.cost.instructions =
      instructions(layer, channels.at(0).weights.size(), isa);
  step.comment = layer.comment;
  return step;
}

}  // namespace mote
