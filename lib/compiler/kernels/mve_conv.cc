#include <algorithm>

#include "device/nn/conv/vector_conv.h"
#include "device/nn/fully_connected/vector_fully_connected.h"
#include "lib/compiler/kernels/mve.h"
#include "lib/compiler/kernels/packing.h"
#include "lib/compiler/kernels/window_geometry.h"

namespace mote {
namespace {

constexpr size_t kTaps = 16;
constexpr size_t kChannels = 4;

void append(std::vector<ParameterField>& fields,
            const std::vector<ParameterField>& more) {
  fields.insert(fields.end(), more.begin(), more.end());
}

// Weights, filled up by zeros.
class Taps {
 public:
  // With `turned`, {row, column, channel} become {column, row, channel}.
  Taps(const ConvLayer& layer, bool turned)
      : layer_(layer),
        channels_(static_cast<size_t>(layer.output_channels)),
        taps_(layer.weights.size() / channels_),
        turned_(turned) {}

  size_t steps() const { return (taps_ + kTaps - 1) / kTaps; }
  size_t fours() const { return (channels_ + kChannels - 1) / kChannels; }

  // Appends 16 weights.
  void append(size_t channel, size_t step, std::vector<int8_t>& packed) const {
    for (size_t tap = step * kTaps; tap < (step + 1) * kTaps; ++tap) {
      packed.push_back(channel < channels_ && tap < taps_
                           ? layer_.weights[channel * taps_ + place(tap)]
                           : int8_t{0});
    }
  }

 private:
  size_t place(size_t tap) const {
    if (!turned_) return tap;
    const auto inputs = static_cast<size_t>(layer_.input_channels);
    const auto height = static_cast<size_t>(layer_.window.kernel_height);
    const auto width = static_cast<size_t>(layer_.window.kernel_width);
    const size_t row = tap / inputs % height, column = tap / inputs / height;
    return (row * width + column) * inputs + tap % inputs;
  }

  const ConvLayer& layer_;
  const size_t channels_, taps_;
  const bool turned_;
};

// The order that device/nn/conv/vector_conv.h describes.
std::vector<int8_t> pack(const Taps& taps) {
  std::vector<int8_t> packed;
  for (size_t four = 0; four < taps.fours(); ++four) {
    const size_t channel = four * kChannels, steps = taps.steps();
    for (size_t k = 0; k < steps; ++k) {
      taps.append(channel, k, packed);
      taps.append(channel + 2, k, packed);
    }
    for (size_t k = 0; k < steps; ++k) {
      taps.append(channel + 1, steps - 1 - k, packed);
      taps.append(channel + 3, steps - 1 - k, packed);
    }
  }
  return packed;
}

// The order of device/nn/fully_connected/vector_fully_connected.h.
std::vector<int8_t> pack_fully_connected(const Taps& taps) {
  std::vector<int8_t> packed;
  for (size_t four = 0; four < taps.fours(); ++four) {
    for (size_t k = 0; k < taps.steps(); ++k) {
      for (size_t c = 0; c < kChannels; ++c) {
        taps.append(four * kChannels + c, k, packed);
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

ParameterField packed_weights(std::vector<int8_t> weights, Lowering& lowering) {
  return {"weights", lowering.constant("Weights", Type::kInt8, weights,
                                       "weights, 16 taps at a time", 16)};
}

ParameterField packed_outputs(const char* name, const ConvLayer& layer,
                              Lowering& lowering) {
  return {name,
          lowering.constant(
              "Outputs", Type::kInt32, output_words(layer),
              "biases, multipliers and shifts of four outputs in turn", 16)};
}

std::vector<ParameterField> output_fields(const ConvLayer& layer) {
  return {{"output_zero_point", int64_t{layer.output_zero_point}},
          {"activation_min", int64_t{layer.range.min}},
          {"activation_max", int64_t{layer.range.max}}};
}

// Whether every window is one pixel of the image.
bool is_pointwise(const nn::Window& w) {
  return w.kernel_height == 1 && w.kernel_width == 1 && w.pad_top == 0 &&
         w.pad_left == 0 &&
         (w.output_height - 1) * w.stride_height < w.input_height &&
         (w.output_width - 1) * w.stride_width < w.input_width;
}

// Whether outputs are those of the pixels, one after the other.
bool is_each_pixel(const nn::Window& w) {
  return is_pointwise(w) && w.input_height == w.output_height &&
         w.input_width == w.output_width;
}

// Up to two rows that are the input's pixels, one after the other.
std::optional<Step> fully_connected(Step step, const ConvLayer& layer,
                                    Lowering& lowering) {
  const nn::Window& w = layer.window;
  const int64_t rows = int64_t{w.output_height} * w.output_width;
  if (!is_each_pixel(w) || rows > 2) return std::nullopt;
  const bool relu = is_plain_relu(layer);
  const Taps taps(layer, false);
  nn::VectorFullyConnectedParams p{};
  p.inputs = layer.input_channels;
  step.kernel =
      relu ? "mve::FullyConnectedReluInt8" : "mve::FullyConnectedInt8";
  step.parameter_type = "VectorFullyConnectedParams";
  step.header = "device/nn/fully_connected/vector_fully_connected.h";
  step.sources = {"device/nn/fully_connected/vector_fully_connected_mve.cc",
                  "device/nn/copy/copy_runs_mve.cc"};
  step.parameters = {{"rows", rows},
                     {"inputs", int64_t{layer.input_channels}},
                     {"outputs", int64_t{layer.output_channels}}};
  append(step.parameters, output_fields(layer));
  append(step.parameters, {packed_weights(pack_fully_connected(taps), lowering),
                           packed_outputs("output_words", layer, lowering)});
  step.cost.scratch_bytes = nn::VectorFullyConnectedScratchBytes(p);
  step.cost.macs = layer.macs;
  step.cost.instructions =
      rows * static_cast<int64_t>(taps.fours() * (10 * taps.steps() + 20));
  step.comment = layer.comment;
  return step;
}

// A convolution's image as the kernel sweeps over it.
struct Sweep {
  nn::Window window{};
  bool turned = false;
  int32_t strip_outputs = 0;
};

// Outputs whose windows are in scratch together: of a whole column, unless
// that takes more memory than small layers have anyway.
int32_t strip_outputs(const ConvLayer& layer, const nn::Window& w) {
  constexpr int32_t kMostBytes = 2048;
  const int32_t row_bytes = w.kernel_width * layer.input_channels;
  const int32_t rows = kMostBytes / row_bytes - w.kernel_height;
  const int32_t fit = rows / w.stride_height / 3 * 3;
  return std::min(w.output_height, std::max(fit, 3));
}

std::optional<Sweep> choose_sweep(const ConvLayer& layer) {
  const nn::Window& w = layer.window;
  Sweep sweep{w};
  if (is_each_pixel(w)) {
    nn::Window& all = sweep.window;  // one column
    all.input_height = all.output_height = w.output_height * w.output_width;
    all.input_width = all.output_width = 1;
    all.stride_height = all.stride_width = 1;
  } else if (w.output_height < 3 || w.dilation_height > 1) {
    sweep.window = lay_on_side(w);
    sweep.turned = true;
  }
  if (sweep.window.output_height < 3 || sweep.window.dilation_height > 1) {
    return std::nullopt;
  }
  if (!is_pointwise(w)) {
    sweep.strip_outputs = strip_outputs(layer, sweep.window);
  }
  return sweep;
}

// Bytes between pixels, as VectorConvParams has them.
std::vector<ParameterField> steps_of(const Sweep& sweep,
                                     const ConvLayer& layer) {
  const bool turned = sweep.turned;
  const nn::Window& w = turned ? layer.window : sweep.window;
  const int64_t in = layer.input_channels, out = layer.output_channels;
  const int64_t in_row = w.input_width * in, out_row = w.output_width * out;
  return {{"input_row_step", turned ? in : in_row},
          {"input_column_step", turned ? in_row : in},
          {"output_row_step", turned ? out : out_row},
          {"output_column_step", turned ? out_row : out}};
}

// Whether the kernel for ReLU reaches the next output row.
bool rows_are_near(const Sweep& sweep, const ConvLayer& layer) {
  constexpr int64_t kReach = 65532;
  return sweep.turned ||
         int64_t{sweep.window.output_width} * layer.output_channels < kReach;
}

// Of the weights, sums and outputs of all groups of three windows.
int64_t instructions(const Taps& taps, const nn::Window& w) {
  const int64_t groups = (w.output_height + 2) / 3 * w.output_width;
  return groups *
         static_cast<int64_t>(taps.fours() * (24 * taps.steps() + 45) + 15);
}

}  // namespace

bool has_mve(const Target& target) { return target.isa == "mve"; }

bool mve_scales(const ConvLayer& layer, bool relu) {
  constexpr int kMostShift = 31;
  for (const Multiplier& multiplier : layer.multipliers) {
    if (multiplier.shift > (relu ? 0 : -1) || multiplier.shift < -kMostShift) {
      return false;
    }
  }
  return true;
}

std::optional<Step> mve_conv(Step step, const ConvLayer& layer,
                             Lowering& lowering) {
  if (!mve_scales(layer, is_plain_relu(layer))) return std::nullopt;
  if (auto rows = fully_connected(step, layer, lowering)) return rows;
  const std::optional<Sweep> sweep = choose_sweep(layer);
  if (!sweep) return std::nullopt;
  const bool relu = is_plain_relu(layer) && rows_are_near(*sweep, layer);
  if (!mve_scales(layer, relu)) return std::nullopt;
  const nn::Window& w = sweep->window;
  const Taps taps(layer, sweep->turned);
  nn::VectorConvParams p{};
  p.window = w;
  p.input_channels = layer.input_channels;
  p.strip_outputs = sweep->strip_outputs;
  step.kernel = relu ? "mve::ConvReluInt8" : "mve::ConvInt8";
  step.parameter_type = "VectorConvParams";
  step.header = "device/nn/conv/vector_conv.h";
  step.sources = {"device/nn/conv/vector_conv_mve.cc",
                  "device/nn/conv/vector_windows_mve.cc",
                  "device/nn/copy/copy_runs_mve.cc"};
  step.parameters = window_fields(w);
  append(step.parameters,
         {{"input_channels", int64_t{layer.input_channels}},
          {"output_channels", int64_t{layer.output_channels}},
          {"input_zero_point", int64_t{layer.input_zero_point}}});
  append(step.parameters, output_fields(layer));
  append(step.parameters, steps_of(*sweep, layer));
  append(step.parameters, {{"strip_outputs", int64_t{p.strip_outputs}},
                           packed_weights(pack(taps), lowering),
                           packed_outputs("outputs", layer, lowering)});
  step.cost.scratch_bytes = nn::VectorConvScratchBytes(p);
  step.cost.macs = layer.macs;
  step.cost.instructions = instructions(taps, w);
  step.comment = layer.comment;
  return step;
}

}  // namespace mote
