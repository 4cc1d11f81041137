#include "lib/compiler/kernels/avx2.h"

#include <algorithm>

#include "device/nn/wide_output.h"
#include "lib/compiler/kernels/packing.h"

namespace mote {
namespace {

constexpr int64_t kSumLimit = int64_t{1} << 30;

int64_t extent(int64_t outputs, int64_t stride, int64_t kernel,
               int64_t dilation) {
  return (outputs - 1) * stride + (kernel - 1) * dilation + 1;
}

// The channel at `lane` of vector `v`; sixteen channels lie in two vectors in
// the order that packing undoes, a last eight as they are.
int32_t channel_at(int32_t channels, int32_t v, int32_t lane) {
  const bool alone = v % 2 == 0 && channels - 8 * v <= 8;
  if (alone) return 8 * v + lane;
  return v / 2 * 16 + (v % 2) * 4 + lane % 4 + lane / 4 * 8;
}

// Depthwise kernels always take sixteen.
int32_t channel_of_sixteen(int32_t v, int32_t lane) {
  return v / 2 * 16 + (v % 2) * 4 + lane % 4 + lane / 4 * 8;
}

struct Image {
  int64_t rows, pitch;
  int64_t scratch_bytes() const { return 2 * (rows * pitch + nn::kWideSlack); }
};

Image image_of(const nn::Window& w, int64_t channels) {
  return {
      extent(w.output_height, w.stride_height, w.kernel_height,
             w.dilation_height),
      extent(w.output_width, w.stride_width, w.kernel_width, w.dilation_width) *
          channels};
}

std::vector<ParameterField> image_fields(const ConvLayer& layer,
                                         const nn::Window& w,
                                         const Image& image) {
  return {{"image.input_height", int64_t{w.input_height}},
          {"image.input_width", int64_t{w.input_width}},
          {"image.channels", int64_t{layer.input_channels}},
          {"image.zero_point", int64_t{layer.input_zero_point}},
          {"image.pad_top", int64_t{w.pad_top}},
          {"image.pad_left", int64_t{w.pad_left}},
          {"image.rows", image.rows},
          {"image.pitch", image.pitch},
          {"output_height", int64_t{w.output_height}},
          {"output_width", int64_t{w.output_width}},
          {"row_step", w.stride_height * image.pitch},
          {"column_step", int64_t{w.stride_width} * layer.input_channels}};
}

// Multiplier, shift and addend for (sum * multiplier + addend) >> 32 >> shift.
struct WideForm {
  int32_t multiplier = 0, shift = 0;
  int64_t addend = 0;
};

WideForm wide_form(const Multiplier& m) {
  const int shift = -m.shift;  // 1 or more
  return {m.multiplier, shift - 1,
          (int64_t{1} << 30) + (int64_t{1} << (shift - 1 + 31))};
}

void append_int64(std::vector<int32_t>& words, int64_t value) {
  words.push_back(static_cast<int32_t>(value));
  words.push_back(static_cast<int32_t>(value >> 32));
}

// channel(v, lane) -> which channel lies there.
template <typename ChannelAt>
std::vector<int32_t> quantization_words(const ConvLayer& layer, int32_t vectors,
                                        const ChannelAt& channel) {
  std::vector<int32_t> words;
  for (int32_t v = 0; v < vectors; ++v) {
    std::vector<int32_t> bias, multiplier, shift, addends[2];
    for (int32_t lane = 0; lane < 8; ++lane) {
      const int32_t c = channel(v, lane);
      const bool real = c < layer.output_channels;
      const WideForm form = real ? wide_form(layer.multipliers[c]) : WideForm();
      bias.push_back(real ? layer.bias[c] : 0);
      multiplier.push_back(form.multiplier);
      shift.push_back(form.shift);
      append_int64(addends[lane % 2], form.addend);
    }
    for (const auto* part :
         {&bias, &multiplier, &shift, &addends[0], &addends[1]}) {
      words.insert(words.end(), part->begin(), part->end());
    }
  }
  return words;
}

void append_output(Step& step, const ConvLayer& layer,
                   const std::vector<int32_t>& quantization,
                   Lowering& lowering) {
  step.parameters.insert(
      step.parameters.end(),
      {{"output.channels", int64_t{layer.output_channels}},
       {"output.zero_point", int64_t{layer.output_zero_point}},
       {"output.activation_min", int64_t{layer.range.min}},
       {"output.activation_max", int64_t{layer.range.max}},
       {"output.relu", int64_t{is_plain_relu(layer)}},
       {"quantization",
        lowering.constant("Quantization", Type::kInt32, quantization,
                          "biases and scales", 32)}});
}

// Whether 64-bit arithmetic on 32-bit sums is what the reference does.
bool fits(const ChannelSum& channel) {
  const int shift = -channel.multiplier.shift;
  const SumRange range = sum_range(channel);
  return shift >= 1 && shift <= 31 && range.low > -kSumLimit * 2 &&
         range.high < kSumLimit * 2;
}

// Runs of neighbouring taps: whole kernel rows, or single taps if dilated.
struct Runs {
  int32_t count, length;  // of values; length is even
  std::vector<int32_t> offsets;
};

Runs runs_of(const ConvLayer& layer, const Image& image) {
  const nn::Window& w = layer.window;
  Runs runs;
  const bool single = w.dilation_width > 1;
  const int32_t values = (single ? 1 : w.kernel_width) * layer.input_channels;
  runs.length = (values + 1) / 2 * 2;
  for (int32_t i = 0; i < w.kernel_height; ++i) {
    for (int32_t j = 0; j < (single ? w.kernel_width : 1); ++j) {
      runs.offsets.push_back(
          static_cast<int32_t>(i * w.dilation_height * image.pitch) +
          j * w.dilation_width * layer.input_channels);
    }
  }
  runs.count = static_cast<int32_t>(runs.offsets.size());
  return runs;
}

// Channel `o`'s weights, each run filled up to its length.
std::vector<int16_t> run_weights(const ConvLayer& layer, const Runs& runs,
                                 int32_t o) {
  const int32_t row = layer.taps() * layer.input_channels;
  const int32_t values = row / runs.count;
  std::vector<int16_t> weights;
  for (int32_t r = 0; r < runs.count; ++r) {
    for (int32_t k = 0; k < runs.length; ++k) {
      weights.push_back(k < values ? layer.weights[o * row + r * values + k]
                                   : int16_t{0});
    }
  }
  return weights;
}

std::vector<int16_t> conv_weights(const ConvLayer& layer, const Runs& runs) {
  const int32_t vectors = (layer.output_channels + 7) / 8;
  const size_t taps = static_cast<size_t>(runs.count) * runs.length;
  const std::vector<int16_t> zeros(taps, 0);
  std::vector<int16_t> packed;
  for (int32_t block = 0; block < vectors; block += 2) {
    std::vector<std::vector<int16_t>> lanes;  // of one or two vectors
    for (int32_t v = block; v < std::min(block + 2, vectors); ++v) {
      for (int32_t lane = 0; lane < 8; ++lane) {
        const int32_t c = channel_at(layer.output_channels, v, lane);
        lanes.push_back(c < layer.output_channels ? run_weights(layer, runs, c)
                                                  : zeros);
      }
    }
    for (size_t k = 0; k < taps; k += 2) {
      for (const auto& lane : lanes) {
        packed.push_back(lane[k]);
        packed.push_back(lane[k + 1]);
      }
    }
  }
  return packed;
}

// 1x1 without stride: the image as one row.
nn::Window flattened(const nn::Window& w) {
  if (w.kernel_height != 1 || w.kernel_width != 1 || w.stride_height != 1 ||
      w.stride_width != 1) {
    return w;
  }
  nn::Window flat = w;
  flat.input_width = flat.output_width = w.output_height * w.output_width;
  flat.input_height = flat.output_height = 1;
  return flat;
}

// Offsets of taps, their number even; the last may come twice.
std::vector<int32_t> tap_offsets(const ConvLayer& layer, const Image& image) {
  const nn::Window& w = layer.window;
  std::vector<int32_t> offsets;
  for (int32_t i = 0; i < w.kernel_height; ++i) {
    for (int32_t j = 0; j < w.kernel_width; ++j) {
      offsets.push_back(
          static_cast<int32_t>(i * w.dilation_height * image.pitch) +
          j * w.dilation_width * layer.input_channels);
    }
  }
  if (offsets.size() % 2 != 0) offsets.push_back(offsets.back());
  return offsets;
}

std::vector<int16_t> depthwise_weights(const ConvLayer& layer) {
  const int32_t channels = layer.output_channels;
  const auto weight = [&](int32_t tap, int32_t c) -> int16_t {
    if (tap >= layer.taps() || c >= channels) return 0;
    return layer.weights[tap * channels + c];
  };
  std::vector<int16_t> packed;
  for (int32_t block = 0; block < channels; block += 16) {
    for (int32_t tap = 0; tap < layer.taps(); tap += 2) {
      for (int32_t v = 0; v < 2; ++v) {
        for (int32_t lane = 0; lane < 8; ++lane) {
          const int32_t c = block + channel_of_sixteen(v, lane);
          packed.push_back(weight(tap, c));
          packed.push_back(weight(tap + 1, c));
        }
      }
    }
  }
  return packed;
}

}  // namespace

bool has_avx2(const Target& target) { return target.isa.rfind("avx", 0) == 0; }

std::optional<Step> avx2_conv(Step step, const ConvLayer& original,
                              Lowering& lowering) {
  ConvLayer layer = original;
  layer.window = flattened(layer.window);
  const int32_t row = layer.taps() * layer.input_channels;
  for (int32_t o = 0; o < layer.output_channels; ++o) {
    const auto begin = layer.weights.begin() + std::ptrdiff_t{o} * row;
    if (!fits({{begin, begin + row}, layer.bias[o], layer.multipliers[o]})) {
      return std::nullopt;
    }
  }
  const Image image = image_of(layer.window, layer.input_channels);
  const Runs runs = runs_of(layer, image);
  step.kernel = "avx2::ConvInt8";
  step.parameter_type = "WideConvParams";
  step.header = "device/nn/conv/wide_conv.h";
  step.sources = {"device/nn/conv/wide_conv_avx2.cc"};
  step.parameters = image_fields(layer, layer.window, image);
  step.parameters.push_back({"runs", int64_t{runs.count}});
  step.parameters.push_back({"run_length", int64_t{runs.length}});
  append_output(step, layer,
                quantization_words(layer, (layer.output_channels + 7) / 8,
                                   [&](int32_t v, int32_t lane) {
                                     return channel_at(layer.output_channels, v,
                                                       lane);
                                   }),
                lowering);
  step.parameters.push_back(
      {"offsets",
       lowering.constant("Offsets", Type::kInt32, runs.offsets, "runs")});
  step.parameters.push_back(
      {"weights",
       lowering.constant("Weights", Type::kInt16, conv_weights(layer, runs),
                         "pairs of weights of eight channels", 32)});
  step.comment = layer.comment;
  step.cost.scratch_bytes = image.scratch_bytes();
  step.cost.macs = layer.macs;
  step.cost.instructions = layer.macs / 8;
  return step;
}

std::optional<Step> avx2_depthwise_conv(Step step, const ConvLayer& layer,
                                        Lowering& lowering) {
  if (layer.input_channels != layer.output_channels) return std::nullopt;
  for (int32_t o = 0; o < layer.output_channels; ++o) {
    if (!fits({depthwise_filter(layer, o), layer.bias[o],
               layer.multipliers[o]})) {
      return std::nullopt;
    }
  }
  const Image image = image_of(layer.window, layer.input_channels);
  const std::vector<int32_t> offsets = tap_offsets(layer, image);
  step.kernel = "avx2::DepthwiseConvInt8";
  step.parameter_type = "WideDepthwiseConvParams";
  step.header = "device/nn/depthwise_conv/wide_depthwise_conv.h";
  step.sources = {"device/nn/depthwise_conv/wide_depthwise_conv_avx2.cc"};
  step.parameters = image_fields(layer, layer.window, image);
  step.parameters.push_back(
      {"pairs", static_cast<int64_t>(offsets.size() / 2)});
  append_output(step, layer,
                quantization_words(layer, (layer.output_channels + 15) / 16 * 2,
                                   channel_of_sixteen),
                lowering);
  step.parameters.push_back(
      {"offsets", lowering.constant("Offsets", Type::kInt32, offsets, "taps")});
  step.parameters.push_back(
      {"weights",
       lowering.constant("Weights", Type::kInt16, depthwise_weights(layer),
                         "pairs of weights of sixteen channels", 32)});
  step.comment = layer.comment;
  step.cost.scratch_bytes = image.scratch_bytes();
  step.cost.macs = layer.macs;
  step.cost.instructions = layer.macs / 4;
  return step;
}

}  // namespace mote
