#include "lib/compiler/kernels/packing.h"

#include <algorithm>
#include <optional>

namespace mote {
namespace {

constexpr int64_t kSumLimit = int64_t{1} << 23;
constexpr int kLargestShift = 16;  // offsets then stay within 32 bits

int32_t pair(int32_t a, int32_t b) { return 256 * a + b; }

int32_t word(int32_t low, int32_t high) {
  return static_cast<int32_t>((static_cast<uint32_t>(high) << 16) |
                              (static_cast<uint32_t>(low) & 0xffff));
}

// The one output that every input leads to, if it is one.
std::optional<int32_t> constant_output(const ChannelSum& channel,
                                       const ConvLayer& layer) {
  const SumRange range = sum_range(channel);
  if (range.low < INT32_MIN || range.high > INT32_MAX) return std::nullopt;
  const auto output = [&](int64_t sum) {
    const int64_t scaled =
        int64_t{requantize(static_cast<int32_t>(sum), channel.multiplier)} +
        layer.output_zero_point;
    return static_cast<int32_t>(
        std::clamp<int64_t>(scaled, layer.range.min, layer.range.max));
  };
  const int32_t value = output(range.low);
  if (output(range.high) != value) return std::nullopt;
  return value;
}

}  // namespace

SumRange sum_range(const ChannelSum& channel) {
  SumRange range{channel.bias, channel.bias};
  for (const int8_t weight : channel.weights) {
    range.low += std::min(weight * -128, weight * 127);
    range.high += std::max(weight * -128, weight * 127);
  }
  return range;
}

OutputForm form_of_256(const Multiplier& m, int32_t zero_point) {
  const int shift = -m.shift + 7;
  const int32_t half = m.shift < 0 ? 1 << (shift - 1) : 0;
  return {m.multiplier, zero_point * (1 << shift) + half + 64, shift};
}

OutputForm form_of_2(const Multiplier& m, int32_t zero_point) {
  const int shift = -m.shift;
  const int32_t half = shift > 0 ? 1 << (shift - 1) : 0;
  return {m.multiplier, zero_point * (1 << shift) + half, shift};
}

bool is_plain_relu(const ConvLayer& layer) {
  return layer.output_zero_point == -128 && layer.range.min == -128 &&
         layer.range.max == 127;
}

bool packs(const ChannelSum& channel, bool relu, bool in_pairs) {
  const int shift = -channel.multiplier.shift;
  if (shift < (relu ? 0 : 1) || shift > kLargestShift) return false;
  const SumRange range = sum_range(channel);
  if (range.low <= -kSumLimit || range.high >= kSumLimit) return false;
  return !in_pairs || std::find(channel.weights.begin(), channel.weights.end(),
                                int8_t{-128}) == channel.weights.end();
}

void simplify_constants(ConvLayer& layer, bool depthwise) {
  const auto channels = static_cast<size_t>(layer.output_channels);
  const size_t taps = layer.weights.size() / channels;
  for (size_t o = 0; o < channels; ++o) {
    const auto weight = [&](size_t k) -> int8_t& {
      return layer.weights[depthwise ? k * channels + o : o * taps + k];
    };
    ChannelSum channel{{}, layer.bias[o], layer.multipliers[o]};
    for (size_t k = 0; k < taps; ++k) channel.weights.push_back(weight(k));
    const std::optional<int32_t> value = constant_output(channel, layer);
    if (!value) continue;
    // A 256th of 256 times the distance from the zero point is exact.
    for (size_t k = 0; k < taps; ++k) weight(k) = 0;
    layer.multipliers[o] = {1 << 30, -7};
    layer.bias[o] = 256 * (*value - layer.output_zero_point);
  }
}

std::vector<int32_t> pair_words(const std::vector<int8_t>& a,
                                const std::vector<int8_t>& b, size_t group) {
  const size_t count = (a.size() + group - 1) / group * group;
  const auto at = [&](size_t k) { return k < a.size() ? pair(a[k], b[k]) : 0; };
  std::vector<int32_t> words;
  for (size_t k = 0; k < count; k += 4) {
    words.push_back(word(at(k), at(k + 2)));
    words.push_back(word(at(k + 1), at(k + 3)));
  }
  return words;
}

int32_t with_fraction(int32_t bias, int32_t fraction) {
  return static_cast<int32_t>(static_cast<uint32_t>(bias) +
                              (static_cast<uint32_t>(fraction) << 24));
}

int32_t biases_word(int32_t a, int32_t b) {
  return static_cast<int32_t>(256 * static_cast<uint32_t>(a) +
                              static_cast<uint32_t>(b));
}

}  // namespace mote
