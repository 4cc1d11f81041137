#include "lib/compiler/kernels/conv_layer.h"

#include <fmt/format.h>

#include <algorithm>

#include "device/nn/depthwise_conv/depthwise_conv.h"
#include "lib/compiler/kernels/window_geometry.h"

namespace mote {
namespace {

int32_t wrapping_subtract(int32_t a, int64_t b) {
  return static_cast<int32_t>(static_cast<uint32_t>(a) -
                              static_cast<uint32_t>(b));
}

// Everything but the weights' geometry.
ConvLayer read_common(const Operator& op, Lowering& lowering,
                      const Tensor& weights, int height, int width) {
  const Tensor& input = lowering.input(op, 0);
  const Tensor& output = lowering.output(op);
  ConvLayer layer;
  layer.window = read_window(op, lowering, height, width);
  layer.input_channels = input.shape[3];
  layer.output_channels = output.shape[3];
  layer.input_zero_point = input.zero_point();
  layer.output_zero_point = output.zero_point();
  layer.range = activation_range(op.options.activation, output);
  layer.weights = constant_values<int8_t>(weights);
  layer.bias = read_bias(op, lowering, layer.output_channels);
  layer.multipliers =
      convolution_multipliers(input, weights, output, layer.output_channels);
  return layer;
}

}  // namespace

bool ConvLayer::ties_up() const {
  return std::any_of(multipliers.begin(), multipliers.end(),
                     [](const Multiplier& m) { return m.ties_up; });
}

void round_like(const Operator& op, int32_t channels, ConvLayer& layer) {
  if (op.rounding == Rounding::kTflm) return;
  if (layer.range.min >= layer.output_zero_point) return;
  for (int32_t c = 0; c < channels; ++c) layer.multipliers[c].ties_up = true;
}

const Tensor& read_weights(const Operator& op, Lowering& lowering, Type type,
                           size_t dimensions) {
  const Tensor& weights = lowering.input(op, 1);
  if (!weights.constant()) {
    lowering.refuse(
        op,
        fmt::format("weights '{}' are computed, not constant", weights.name),
        "Export the model with its trained weights as constants.");
  }
  if (weights.type != type) {
    lowering.refuse(op,
                    fmt::format("{} activations with {} weights",
                                type_name(type), type_name(weights.type)),
                    "Convert the model to int8 or to float32 throughout.");
  }
  if (weights.shape.size() != dimensions) {
    lowering.refuse(
        op, fmt::format("weights '{}' have {} dimensions, not {}", weights.name,
                        weights.shape.size(), dimensions));
  }
  const size_t channels = static_cast<size_t>(
      op.code == OperatorCode::kDepthwiseConv2d ? weights.shape[3]
                                                : weights.shape[0]);
  const size_t scales = weights.quantization.scale.size();
  if (type == Type::kInt8 && scales != 1 && scales != channels) {
    lowering.refuse(op, fmt::format("weights '{}' have {} scales for {} "
                                    "channels",
                                    weights.name, scales, channels));
  }
  for (const int64_t zero_point : weights.quantization.zero_point) {
    if (zero_point != 0 && dimensions == 4) {
      lowering.refuse(op,
                      fmt::format("weights '{}' have zero point {}",
                                  weights.name, zero_point),
                      "Quantize the weights symmetrically.");
    }
  }
  return weights;
}

std::vector<int32_t> read_bias(const Operator& op, Lowering& lowering,
                               int channels, size_t place) {
  if (!lowering.has_input(op, place)) return std::vector<int32_t>(channels, 0);
  const Tensor& bias = lowering.input(op, place);
  if (!bias.constant() || bias.type != Type::kInt32 ||
      bias.elements() != channels) {
    lowering.refuse(op, fmt::format("bias '{}' is not {} constant int32",
                                    bias.name, channels));
  }
  return constant_values<int32_t>(bias);
}

std::vector<float> read_float_bias(const Operator& op, Lowering& lowering,
                                   int channels, size_t place) {
  if (!lowering.has_input(op, place)) return std::vector<float>(channels, 0.0f);
  const Tensor& bias = lowering.input(op, place);
  if (!bias.constant() || bias.type != Type::kFloat32 ||
      bias.elements() != channels) {
    lowering.refuse(op, fmt::format("bias '{}' is not {} constant float32",
                                    bias.name, channels));
  }
  return constant_values<float>(bias);
}

std::vector<ParameterField> portable_output_fields(const ConvLayer& layer,
                                                   Lowering& lowering) {
  return {{"output_zero_point", int64_t{layer.output_zero_point}},
          {"activation_min", int64_t{layer.range.min}},
          {"activation_max", int64_t{layer.range.max}},
          {"weights", lowering.constant("Weights", Type::kInt8, layer.weights,
                                        "weights, in the model's order")},
          {"bias", lowering.constant("Bias", Type::kInt32, layer.bias,
                                     "bias with the input's zero point")},
          {"multiplier", lowering.constant("Multiplier", Type::kInt32,
                                           mantissas(layer.multipliers),
                                           "output scale * 2^31")},
          {"shift",
           lowering.constant("Shift", Type::kInt8, shifts(layer.multipliers),
                             "and its power of two")}};
}

std::string describe(Activation activation) {
  switch (activation) {
    case Activation::kRelu:
      return ", ReLU";
    case Activation::kRelu6:
      return ", ReLU6";
    case Activation::kReluN1To1:
      return ", clamped to -1..1";
    case Activation::kNone:
      break;
  }
  return "";
}

ConvLayer read_conv(const Operator& op, Lowering& lowering) {
  const Tensor& weights = read_weights(op, lowering, Type::kInt8, 4);
  ConvLayer layer =
      read_common(op, lowering, weights, weights.shape[1], weights.shape[2]);
  if (weights.shape[0] != layer.output_channels ||
      weights.shape[3] != layer.input_channels) {
    lowering.refuse(op, fmt::format("weights '{}' do not fit {} -> {} channels",
                                    weights.name, layer.input_channels,
                                    layer.output_channels));
  }
  round_like(op, layer.output_channels, layer);
  const int32_t row = layer.taps() * layer.input_channels;
  for (int32_t o = 0; o < layer.output_channels; ++o) {
    int64_t sum = 0;
    for (int32_t k = 0; k < row; ++k) sum += layer.weights[o * row + k];
    layer.bias[o] =
        wrapping_subtract(layer.bias[o], sum * layer.input_zero_point);
  }
  const nn::Window& w = layer.window;
  layer.macs =
      int64_t{w.output_height} * w.output_width * layer.output_channels * row;
  layer.comment =
      fmt::format("{} conv {}->{}{}", describe(w), layer.input_channels,
                  layer.output_channels, describe(op.options.activation));
  return layer;
}

ConvLayer read_depthwise_conv(const Operator& op, Lowering& lowering) {
  const Tensor& weights = read_weights(op, lowering, Type::kInt8, 4);
  ConvLayer layer =
      read_common(op, lowering, weights, weights.shape[1], weights.shape[2]);
  if (weights.shape[0] != 1 || weights.shape[3] != layer.output_channels ||
      layer.output_channels % layer.input_channels != 0) {
    lowering.refuse(op, fmt::format("weights '{}' do not fit {} -> {} channels",
                                    weights.name, layer.input_channels,
                                    layer.output_channels));
  }
  constexpr int32_t kGroup = nn::litert::kDepthwiseGroup;
  round_like(op, layer.output_channels / kGroup * kGroup, layer);
  for (int32_t o = 0; o < layer.output_channels; ++o) {
    int64_t sum = 0;
    for (const int8_t weight : depthwise_filter(layer, o)) sum += weight;
    layer.bias[o] =
        wrapping_subtract(layer.bias[o], sum * layer.input_zero_point);
  }
  const nn::Window& w = layer.window;
  layer.macs = int64_t{w.output_height} * w.output_width *
               layer.output_channels * layer.taps();
  layer.comment = fmt::format("{} depthwise conv {}->{}{}", describe(w),
                              layer.input_channels, layer.output_channels,
                              describe(op.options.activation));
  return layer;
}

std::vector<int8_t> depthwise_filter(const ConvLayer& layer, int32_t o) {
  std::vector<int8_t> filter(layer.taps());
  for (int32_t k = 0; k < layer.taps(); ++k) {
    filter[k] = layer.weights[k * layer.output_channels + o];
  }
  return filter;
}

}  // namespace mote
