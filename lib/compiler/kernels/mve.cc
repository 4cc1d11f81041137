#include "lib/compiler/kernels/mve.h"

#include <algorithm>

#include "device/nn/conv/vector_conv.h"
#include "device/nn/depthwise_conv/vector_depthwise_conv.h"
#include "lib/compiler/kernels/packing.h"
#include "lib/compiler/kernels/window_geometry.h"

namespace mote {
namespace {

constexpr size_t kTaps = 16;
constexpr size_t kChannels = 4;

// The order that device/nn/conv/vector_conv.h describes.
std::vector<int8_t> pack(const ConvLayer& layer) {
  const auto channels = static_cast<size_t>(layer.output_channels);
  const size_t taps = layer.weights.size() / channels;
  const auto weight = [&](size_t channel, size_t tap) {
    return channel < channels && tap < taps
               ? layer.weights[channel * taps + tap]
               : int8_t{0};
  };
  std::vector<int8_t> packed;
  for (size_t pair = 0; pair < (channels + kChannels - 1) / kChannels * 2;
       ++pair) {
    for (size_t k = 0; k < taps; k += kTaps) {
      for (size_t i = 0; i < 2 * kTaps; ++i) {
        packed.push_back(weight(2 * pair + i / kTaps, k + i % kTaps));
      }
    }
  }
  return packed;
}

std::vector<int32_t> output_words(const ConvLayer& layer) {
  const auto channels = static_cast<size_t>(layer.output_channels);
  std::vector<int32_t> words;
  for (size_t first = 0; first < channels; first += kChannels) {
    std::vector<int32_t> multipliers, shifts;
    for (size_t c = first; c < first + kChannels; ++c) {
      const bool real = c < channels;
      words.push_back(real ? layer.bias[c] : 0);
      multipliers.push_back(real ? layer.multipliers[c].multiplier : 0);
      shifts.push_back(real ? layer.multipliers[c].shift : 0);
    }
    words.insert(words.end(), multipliers.begin(), multipliers.end());
    words.insert(words.end(), shifts.begin(), shifts.end());
  }
  return words;
}

bool fits(const ConvLayer& layer, bool relu) {
  constexpr int kMostShift = 31;
  for (const Multiplier& multiplier : layer.multipliers) {
    if (multiplier.shift > (relu ? 0 : -1) || multiplier.shift < -kMostShift) {
      return false;
    }
  }
  return true;
}

int64_t instructions(const ConvLayer& layer, int64_t taps, int64_t pixels) {
  const int64_t fours = (layer.output_channels + 3) / 4;
  return (pixels + 2) / 3 * fours * (28 * taps / 16 + 120) + 10 * pixels;
}

// The order that device/nn/depthwise_conv/vector_depthwise_conv.h describes.
std::vector<int8_t> pack_depthwise(const ConvLayer& layer, bool turned) {
  const int32_t stride = layer.window.stride_height;
  const int32_t lines = nn::StripLines(layer.window);
  std::vector<int8_t> packed;
  for (int32_t c = 0; c < layer.output_channels; ++c) {
    const std::vector<int8_t> filter = depthwise_filter(layer, c);
    std::vector<int8_t> bytes(nn::kVectorDepthwiseBytes);
    for (int32_t k = 0; k < 9; ++k) {
      const int32_t row = turned ? k % 3 : k / 3;
      const int32_t column = turned ? k / 3 : k % 3;
      bytes[stride + column * lines + row] = filter[k];
    }
    packed.insert(packed.end(), bytes.begin(), bytes.end());
  }
  return packed;
}

std::vector<int32_t> depthwise_output_words(const ConvLayer& layer) {
  std::vector<int32_t> words;
  for (int32_t c = 0; c < layer.output_channels; ++c) {
    words.insert(words.end(), {layer.bias[c], layer.multipliers[c].multiplier,
                               layer.multipliers[c].shift});
  }
  return words;
}

bool is_patch(const ConvLayer& layer) {
  constexpr int64_t kReach = 65536;
  const nn::Window& w = layer.window;
  const int64_t longest =
      int64_t{std::max(w.input_width, w.input_height)} * layer.input_channels;
  return w.kernel_height == 3 && w.kernel_width == 3 &&
         w.stride_height == w.stride_width && w.stride_height <= 2 &&
         !layer.dilated() && layer.output_channels == layer.input_channels &&
         5 * longest < kReach;
}

}  // namespace

bool has_mve(const Target& target) { return target.isa == "mve"; }

std::optional<Step> mve_conv(Step step, const ConvLayer& layer,
                             Lowering& lowering) {
  const bool relu = is_plain_relu(layer);
  if (!fits(layer, relu)) return std::nullopt;
  nn::VectorConvParams p{};
  p.window = layer.window;
  p.input_channels = layer.input_channels;
  step.kernel = "mve::ConvInt8";
  step.parameter_type = "VectorConvParams";
  step.header = "device/nn/conv/vector_conv.h";
  step.sources = {"device/nn/conv/vector_conv_mve.cc"};
  step.parameters = window_fields(layer.window);
  step.parameters.insert(
      step.parameters.end(),
      {{"input_channels", int64_t{layer.input_channels}},
       {"output_channels", int64_t{layer.output_channels}},
       {"input_zero_point", int64_t{layer.input_zero_point}},
       {"output_zero_point", int64_t{layer.output_zero_point}},
       {"activation_min", int64_t{layer.range.min}},
       {"activation_max", int64_t{layer.range.max}},
       {"relu", int64_t{relu}},
       {"weights",
        lowering.constant("Weights", Type::kInt8, pack(layer),
                          "weights, 16 taps of two outputs in turn", 16)},
       {"outputs",
        lowering.constant("Outputs", Type::kInt32, output_words(layer),
                          "biases, multipliers and shifts of four "
                          "outputs in turn",
                          16)}});
  step.cost.scratch_bytes = nn::VectorConvScratchBytes(p);
  step.cost.macs = layer.macs;
  step.cost.instructions = instructions(
      layer, nn::VectorTaps(p),
      int64_t{layer.window.output_height} * layer.window.output_width);
  step.comment = layer.comment;
  return step;
}

std::optional<Step> mve_depthwise_conv(Step step, const ConvLayer& layer,
                                       Lowering& lowering) {
  const bool relu = is_plain_relu(layer);
  if (!is_patch(layer) || !fits(layer, relu)) return std::nullopt;
  const nn::Window& w = layer.window;
  const bool turned = w.output_width < w.output_height;
  nn::VectorDepthwiseConvParams p{};
  p.window = turned ? lay_on_side(w) : w;
  const int64_t channels = layer.output_channels;
  const int64_t in_row = w.input_width * channels;
  const int64_t out_row = w.output_width * channels;
  step.kernel = "mve::DepthwiseConvInt8";
  step.parameter_type = "VectorDepthwiseConvParams";
  step.header = "device/nn/depthwise_conv/vector_depthwise_conv.h";
  step.sources = {"device/nn/depthwise_conv/vector_depthwise_conv_mve.cc"};
  step.parameters = window_fields(p.window);
  step.parameters.insert(
      step.parameters.end(),
      {{"channels", channels},
       {"input_zero_point", int64_t{layer.input_zero_point}},
       {"output_zero_point", int64_t{layer.output_zero_point}},
       {"activation_min", int64_t{layer.range.min}},
       {"activation_max", int64_t{layer.range.max}},
       {"relu", int64_t{relu}},
       {"input_column_step", turned ? in_row : channels},
       {"input_row_step", turned ? channels : in_row},
       {"output_column_step", turned ? out_row : channels},
       {"output_row_step", turned ? channels : out_row},
       {"weights",
        lowering.constant("Weights", Type::kInt8, pack_depthwise(layer, turned),
                          "weights of each channel, by columns")},
       {"outputs", lowering.constant(
                       "Outputs", Type::kInt32, depthwise_output_words(layer),
                       "bias, multiplier and shift of each channel")}});
  step.cost.scratch_bytes = nn::VectorDepthwiseConvScratchBytes(p);
  step.cost.macs = layer.macs;
  step.cost.instructions = layer.macs;
  step.comment = layer.comment;
  return step;
}

}  // namespace mote
