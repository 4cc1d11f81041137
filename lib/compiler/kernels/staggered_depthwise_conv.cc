#include "device/nn/depthwise_conv/staggered_depthwise_conv.h"

#include "lib/compiler/kernels/staggered.h"
#include "lib/compiler/kernels/window_geometry.h"

namespace mote {
namespace {

// The layer on an image whose longer side is its columns, for the kernels work
// on three thirds of its rows at once.
struct Turned {
  nn::Window window;
  bool turned;
};

Turned turn(const nn::Window& w) {
  if (w.output_height >= w.output_width) return {w, false};
  return {lay_on_side(w), true};
}

std::vector<int8_t> turn_filter(const std::vector<int8_t>& filter,
                                const Turned& t) {
  if (!t.turned) return filter;
  std::vector<int8_t> turned;
  const int32_t columns = t.window.kernel_width;
  for (int32_t i = 0; i < t.window.kernel_height; ++i) {
    for (int32_t j = 0; j < columns; ++j) {
      turned.push_back(filter[j * t.window.kernel_height + i]);
    }
  }
  return turned;
}

struct Packed {
  std::vector<int8_t> weights;
  std::vector<int32_t> outputs;
};

std::optional<Packed> pack(const ConvLayer& layer, const Turned& turned,
                           bool relu, bool in_parts) {
  Packed packed;
  for (int32_t c = 0; c < layer.output_channels; ++c) {
    const ChannelSum channel{turn_filter(depthwise_filter(layer, c), turned),
                             layer.bias[c], layer.multipliers[c]};
    if (!packs(channel, relu, false) || !staggers(channel.weights)) {
      return std::nullopt;
    }
    packed.weights.insert(packed.weights.end(), channel.weights.begin(),
                          channel.weights.end());
    if (in_parts) {
      append_output_parts(channel, layer.output_zero_point, relu,
                          packed.outputs);
    } else {
      append_output(channel, layer.output_zero_point, packed.outputs);
    }
  }
  return packed;
}

void set_parameters(Step& step, const ConvLayer& layer, const Turned& t,
                    bool relu, const Packed& packed, Lowering& lowering) {
  const nn::Window& w = layer.window;
  const int64_t channels = layer.input_channels;
  const auto column = [&](int64_t width) {
    return t.turned ? width * channels : channels;
  };
  const auto row = [&](int64_t width) {
    return t.turned ? channels : width * channels;
  };
  step.parameters = window_fields(t.window);
  step.parameters.insert(
      step.parameters.end(),
      {{"channels", channels},
       {"input_zero_point", int64_t{layer.input_zero_point}},
       {"activation_min", int64_t{layer.range.min}},
       {"activation_max", int64_t{layer.range.max}},
       {"sign_steps", int64_t{relu ? 0 : 128}},
       {"input_column_step", column(w.input_width)},
       {"input_row_step", row(w.input_width)},
       {"output_column_step", column(w.output_width)},
       {"output_row_step", row(w.output_width)},
       {"output_words", static_cast<int64_t>(packed.outputs.size()) / channels},
       {"weights", lowering.constant("Weights", Type::kInt8, packed.weights,
                                     "weights {channel, row, column}")},
       {"outputs", lowering.constant("Outputs", Type::kInt32, packed.outputs,
                                     "bias, multiplier, offset and shift of "
                                     "each channel")}});
}

}  // namespace

std::optional<Step> staggered_depthwise_conv(Step step, const ConvLayer& layer,
                                             Lowering& lowering) {
  if (layer.output_channels != layer.input_channels) return std::nullopt;
  const Turned t = turn(layer.window);
  const bool relu = is_plain_relu(layer);
  const std::string& isa = lowering.target().isa;
  const auto packed = pack(layer, t, relu, isa == "armv6m");
  if (!packed) return std::nullopt;
  step.kernel = isa + "::DepthwiseConvInt8";
  step.parameter_type = "StaggeredDepthwiseConvParams";
  step.header = "device/nn/depthwise_conv/staggered_depthwise_conv.h";
  step.sources = {"device/nn/depthwise_conv/staggered_depthwise_conv_" + isa +
                  ".cc"};
  set_parameters(step, layer, t, relu, *packed, lowering);
  step.in_place =
      layer.window.stride_height == 1 && layer.window.stride_width == 1;
  step.cost.scratch_bytes = nn::StaggeredDepthwiseConvScratchBytes(t.window);
  step.cost.macs = layer.macs;
  step.cost.instructions = layer.macs * (isa == "armv6m" ? 9 : 4);
  step.comment = layer.comment;
  return step;
}

}  // namespace mote
