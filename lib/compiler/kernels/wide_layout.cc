#include "lib/compiler/kernels/wide_layout.h"

#include <algorithm>
#include <bit>
#include <cmath>

#include "device/nn/wide_output.h"
#include "lib/compiler/kernels/fused_scale.h"

namespace mote {
namespace {

using Words = std::vector<int32_t>;

int64_t extent(int64_t outputs, int64_t stride, int64_t kernel,
               int64_t dilation) {
  return (outputs - 1) * stride + (kernel - 1) * dilation + 1;
}

// A form for all channels of a layer: parts()[p][channel], the biases first.
struct Form {
  nn::WideScaling scaling = nn::kWideClosed;
  std::vector<Words> parts;
};

Form fused_form(const std::vector<FusedScale>& scales) {
  Form form;
  form.scaling = nn::kWideFused;
  Words scale, offset, negative;
  for (const FusedScale& fused : scales) {
    scale.push_back(std::bit_cast<int32_t>(fused.scale));
    offset.push_back(std::bit_cast<int32_t>(fused.offset));
    negative.push_back(std::bit_cast<int32_t>(fused.negative_offset));
    if (!fused.one_offset()) form.scaling = nn::kWideFusedSigned;
  }
  form.parts = {scale, offset};
  if (form.scaling == nn::kWideFusedSigned) form.parts.push_back(negative);
  return form;
}

// (sum * multiplier + addend) >> 32 >> shift.
Form closed_form(const std::vector<ChannelSum>& channels) {
  Words multiplier, shift, low, high;
  for (const ChannelSum& channel : channels) {
    const int by = -channel.multiplier.shift;  // 1 or more
    const int64_t addend = (int64_t{1} << 30) + (int64_t{1} << (by - 1 + 31));
    multiplier.push_back(channel.multiplier.multiplier);
    shift.push_back(by - 1);
    low.push_back(static_cast<int32_t>(addend));
    high.push_back(static_cast<int32_t>(addend >> 32));
  }
  return {nn::kWideClosed, {multiplier, shift, low, high}};
}

// Rounding twice, as the reference does.
Form rounded_form(const std::vector<ChannelSum>& channels) {
  Words multiplier, shift;
  for (const ChannelSum& channel : channels) {
    multiplier.push_back(channel.multiplier.multiplier);
    shift.push_back(channel.multiplier.shift);
  }
  return {nn::kWideRounded, {multiplier, shift}};
}

// Empty where one channel has none.
std::vector<FusedScale> scales_of(const ConvLayer& layer,
                                  const std::vector<ChannelSum>& channels,
                                  FloatProduct product) {
  std::vector<FusedScale> scales;
  for (const ChannelSum& channel : channels) {
    const auto scale =
        prove_fused_scale(channel.multiplier, layer.output_zero_point,
                          layer.range, sum_range(channel), product);
    if (!scale) return {};
    scales.push_back(*scale);
  }
  return scales;
}

// Whether sums and scale stay within what simd128 rounds right, 2^21.
bool is_small(const ChannelSum& channel, const FusedScale& scale) {
  const SumRange range = sum_range(channel);
  const auto largest = static_cast<double>(std::max(-range.low, range.high));
  return largest * scale.scale + std::abs(scale.offset) < 0x1p21;
}

// Floats, or what rounds twice lane by lane.
Form simd128_form(const ConvLayer& layer,
                  const std::vector<ChannelSum>& channels) {
  const auto scales = scales_of(layer, channels, FloatProduct::kRounded);
  for (size_t c = 0; c < scales.size(); ++c) {
    if (!scales[c].one_offset() || !is_small(channels[c], scales[c])) {
      return rounded_form(channels);
    }
  }
  if (scales.empty()) return rounded_form(channels);
  Form form = fused_form(scales);
  form.scaling = nn::kWideScaled;
  return form;
}

Form form_of(const ConvLayer& layer, const std::vector<ChannelSum>& channels,
             const Target& target) {
  if (has_neon(target)) return rounded_form(channels);
  if (has_simd128(target)) return simd128_form(layer, channels);
  const auto scales = scales_of(layer, channels, FloatProduct::kFused);
  return scales.empty() ? closed_form(channels) : fused_form(scales);
}

int32_t at(const Words& part, size_t channel) {
  return channel < part.size() ? part[channel] : 0;
}

// Vector by vector, all parts; of closed forms the 64-bit addends are
// interleaved, even lanes first.
Words words_of(const Form& form, const Words& bias, int vectors, int lanes) {
  Words words;
  const bool closed = form.scaling == nn::kWideClosed;
  for (int v = 0; v < vectors; ++v) {
    const size_t first = static_cast<size_t>(v) * lanes;
    const auto append = [&](const Words& part) {
      for (int lane = 0; lane < lanes; ++lane) {
        words.push_back(at(part, first + lane));
      }
    };
    append(bias);
    const size_t whole = closed ? 2 : form.parts.size();
    for (size_t p = 0; p < whole; ++p) append(form.parts[p]);
    if (!closed) continue;
    for (const int odd : {0, 1}) {
      for (int lane = odd; lane < lanes; lane += 2) {
        words.push_back(at(form.parts[2], first + lane));
        words.push_back(at(form.parts[3], first + lane));
      }
    }
  }
  return words;
}

// Whether 64-bit arithmetic on 32-bit sums is what the reference does.
bool wide_fits(const ChannelSum& channel) {
  const int shift = -channel.multiplier.shift;
  const SumRange range = sum_range(channel);
  return shift >= 1 && shift <= 31 && range.low > INT32_MIN &&
         range.high < INT32_MAX;
}

}  // namespace

int64_t WideExtent::scratch_bytes(int64_t bytes_a_value) const {
  return bytes_a_value * (rows * pitch + nn::kWideSlack);
}

WideExtent wide_extent(const nn::Window& w, int64_t channels) {
  return {
      extent(w.output_height, w.stride_height, w.kernel_height,
             w.dilation_height),
      extent(w.output_width, w.stride_width, w.kernel_width, w.dilation_width) *
          channels};
}

std::vector<ParameterField> wide_image_fields(const nn::Window& window,
                                              int64_t channels,
                                              int64_t zero_point,
                                              const WideExtent& extent,
                                              const std::string& prefix) {
  return {{prefix + "input_height", int64_t{window.input_height}},
          {prefix + "input_width", int64_t{window.input_width}},
          {prefix + "channels", channels},
          {prefix + "zero_point", zero_point},
          {prefix + "pad_top", int64_t{window.pad_top}},
          {prefix + "pad_left", int64_t{window.pad_left}},
          {prefix + "rows", extent.rows},
          {prefix + "pitch", extent.pitch}};
}

int32_t wide_block(int32_t lanes, bool has_32_registers, int32_t channels,
                   int64_t pixels) {
  const int32_t vectors = (channels + lanes - 1) / lanes;
  const int32_t many = has_32_registers ? 4 : 2;
  const int32_t most = pixels >= 3 ? many : 2 * many;
  int32_t block = 1;
  while (block < most && block < vectors) block *= 2;
  return block;
}

std::vector<int32_t> wide_blocks(int32_t lanes, int32_t channels,
                                 int32_t block) {
  std::vector<int32_t> blocks;
  for (int32_t left = channels; left > 0;) {
    int32_t vectors = block;
    while (vectors > 1 && (vectors - 1) * lanes >= left) vectors /= 2;
    blocks.push_back(vectors);
    left -= vectors * lanes;
  }
  return blocks;
}

bool wide_exact(const ConvLayer& layer, const std::vector<ChannelSum>& channels,
                const Target& target) {
  if (!std::all_of(channels.begin(), channels.end(), wide_fits)) return false;
  if (!layer.ties_up()) return true;
  const nn::WideScaling scaling = form_of(layer, channels, target).scaling;
  return scaling != nn::kWideClosed && scaling != nn::kWideRounded;
}

bool wide_weights_fit(const ConvLayer& layer, const Target& target) {
  return target.isa != "neon" ||
         std::find(layer.weights.begin(), layer.weights.end(), INT8_MIN) ==
             layer.weights.end();
}

int32_t moved_by_128(const ChannelSum& channel) {
  int64_t sum = 0;
  for (const int8_t weight : channel.weights) sum += weight;
  return static_cast<int32_t>(static_cast<uint32_t>(sum * 128));
}

void append_wide_output(Step& step, const ConvLayer& layer,
                        const std::vector<ChannelSum>& channels, int vectors,
                        int lanes, bool moved, Lowering& lowering) {
  const Form form = form_of(layer, channels, lowering.target());
  Words bias;
  for (const ChannelSum& channel : channels) {
    const int32_t more = moved ? moved_by_128(channel) : 0;
    bias.push_back(static_cast<int32_t>(static_cast<uint32_t>(channel.bias) -
                                        static_cast<uint32_t>(more)));
  }
  step.parameters.insert(
      step.parameters.end(),
      {{"output.channels", int64_t{layer.output_channels}},
       {"output.zero_point", int64_t{layer.output_zero_point}},
       {"output.activation_min", int64_t{layer.range.min}},
       {"output.activation_max", int64_t{layer.range.max}},
       {"output.scaling", int64_t{form.scaling}},
       {"quantization", lowering.constant("Quantization", Type::kInt32,
                                          words_of(form, bias, vectors, lanes),
                                          "biases and scales", 32)}});
}

}  // namespace mote
