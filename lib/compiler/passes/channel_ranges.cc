#include "lib/compiler/passes/channel_ranges.h"

#include <algorithm>
#include <optional>

#include "lib/base/error.h"
#include "lib/compiler/kernels/conv_layer.h"

namespace mote {
namespace {

using Ranges = std::vector<ChannelRange>;

struct Sum {
  int64_t low = 0, high = 0;

  // weight * (a value of `range`), or of the zero point.
  void add(int32_t weight, ChannelRange range, bool may_be_outside,
           int32_t zero_point) {
    if (may_be_outside) {
      range.low = std::min(range.low, zero_point);
      range.high = std::max(range.high, zero_point);
    }
    const int64_t a = int64_t{weight} * range.low;
    const int64_t b = int64_t{weight} * range.high;
    low += std::min(a, b);
    high += std::max(a, b);
  }
};

// Which taps of a window some output sees beside the image.
std::vector<bool> taps_outside(const nn::Window& w) {
  const auto outside = [](int32_t tap, int32_t stride, int32_t pad,
                          int32_t dilation, int32_t input, int32_t output) {
    const int32_t first = tap * dilation - pad;
    return first < 0 || first + (output - 1) * stride >= input;
  };
  std::vector<bool> result;
  for (int32_t i = 0; i < w.kernel_height; ++i) {
    const bool row = outside(i, w.stride_height, w.pad_top, w.dilation_height,
                             w.input_height, w.output_height);
    for (int32_t j = 0; j < w.kernel_width; ++j) {
      result.push_back(row ||
                       outside(j, w.stride_width, w.pad_left, w.dilation_width,
                               w.input_width, w.output_width));
    }
  }
  return result;
}

Sum conv_sum(const ConvLayer& layer, const std::vector<bool>& outside,
             const Ranges& input, int32_t o) {
  Sum sum{layer.bias[o], layer.bias[o]};
  const int8_t* weight =
      layer.weights.data() + o * layer.taps() * layer.input_channels;
  for (int32_t tap = 0; tap < layer.taps(); ++tap) {
    for (int32_t c = 0; c < layer.input_channels; ++c) {
      sum.add(*weight++, input[c], outside[tap], layer.input_zero_point);
    }
  }
  return sum;
}

Sum depthwise_sum(const ConvLayer& layer, const std::vector<bool>& outside,
                  const Ranges& input, int32_t o) {
  Sum sum{layer.bias[o], layer.bias[o]};
  const int32_t c = o / (layer.output_channels / layer.input_channels);
  for (int32_t tap = 0; tap < layer.taps(); ++tap) {
    sum.add(layer.weights[tap * layer.output_channels + o], input[c],
            outside[tap], layer.input_zero_point);
  }
  return sum;
}

ChannelRange output_range(const ConvLayer& layer, const Sum& sum, int32_t o) {
  ChannelRange range{layer.range.min, layer.range.max};
  if (sum.low < INT32_MIN || sum.high > INT32_MAX) return range;  // wraps
  const auto output = [&](int64_t value) {
    const int64_t scaled =
        int64_t{requantize(static_cast<int32_t>(value), layer.multipliers[o])} +
        layer.output_zero_point;
    return static_cast<int32_t>(
        std::clamp<int64_t>(scaled, layer.range.min, layer.range.max));
  };
  return {output(sum.low), output(sum.high)};
}

Ranges layer_ranges(const ConvLayer& layer, bool depthwise,
                    const Ranges& input) {
  const std::vector<bool> outside = taps_outside(layer.window);
  Ranges ranges;
  for (int32_t o = 0; o < layer.output_channels; ++o) {
    const Sum sum = depthwise ? depthwise_sum(layer, outside, input, o)
                              : conv_sum(layer, outside, input, o);
    ranges.push_back(output_range(layer, sum, o));
  }
  return ranges;
}

// Of a computed int8 image, all values in every channel.
Ranges any_value(const Tensor& tensor) {
  if (tensor.type != Type::kInt8 || tensor.shape.size() != 4 ||
      tensor.constant()) {
    return {};
  }
  return Ranges(static_cast<size_t>(tensor.shape[3]));
}

std::optional<Ranges> operator_ranges(const Operator& op, const Ranges& input,
                                      Lowering& lowering) {
  if (input.empty()) return std::nullopt;  // a constant, or not of int8
  switch (op.code) {
    case OperatorCode::kConv2d:
      return layer_ranges(read_conv(op, lowering), false, input);
    case OperatorCode::kDepthwiseConv2d:
      return layer_ranges(read_depthwise_conv(op, lowering), true, input);
    case OperatorCode::kAveragePool2d:
    case OperatorCode::kMaxPool2d:
      if (op.options.activation == Activation::kNone) return input;
      return std::nullopt;
    default:
      return std::nullopt;
  }
}

}  // namespace

std::vector<std::vector<ChannelRange>> channel_ranges(const Model& model) {
  std::vector<Ranges> ranges;
  for (const Tensor& tensor : model.tensors) {
    ranges.push_back(any_value(tensor));
  }
  Plan plan;
  const Target target;
  Lowering lowering(model, target, plan);
  for (const Operator& op : model.operators) {
    if (op.inputs.empty() || op.inputs[0] < 0 || op.outputs.size() != 1) {
      continue;
    }
    try {
      auto result = operator_ranges(op, ranges[op.inputs[0]], lowering);
      if (result) ranges[op.outputs[0]] = std::move(*result);
    } catch (const Error&) {
      // Nothing is known; lowering the operator will say what is wrong.
    }
  }
  return ranges;
}

}  // namespace mote
