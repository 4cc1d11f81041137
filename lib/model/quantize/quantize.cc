#include "lib/model/quantize/quantize.h"

#include <algorithm>
#include <cmath>
#include <cstring>

#include "lib/base/error.h"

namespace mote {
namespace {

constexpr int kWeightLimit = 127;

// How a tensor of weights divides into output channels.
struct Channels {
  size_t count = 1;
  bool last = false;  // the channel is the fastest index
  size_t values = 0;

  size_t of(size_t i) const { return last ? i % count : i / (values / count); }
};

Channels weight_channels(const Operator& op, const Tensor& weights) {
  Channels channels;
  channels.values = static_cast<size_t>(weights.elements());
  if (op.code == OperatorCode::kDepthwiseConv2d) {
    channels.count = static_cast<size_t>(weights.shape[3]);
    channels.last = true;
  } else if (op.code == OperatorCode::kConv2d) {
    channels.count = static_cast<size_t>(weights.shape[0]);
  }
  return channels;
}

std::vector<double> largest_weights(const std::vector<float>& weights,
                                    const Channels& channels) {
  std::vector<double> largest(channels.count);
  for (size_t i = 0; i < weights.size(); ++i) {
    double& channel = largest[channels.of(i)];
    channel = std::max<double>(channel, std::abs(weights[i]));
  }
  return largest;
}

// Scales that use -127..127 fully, but leave room for the biases in int32.
std::vector<float> weight_scales(const std::vector<double>& largest,
                                 const std::vector<float>& biases,
                                 double input_scale) {
  constexpr double kBiasLimit = 1 << 30;
  std::vector<float> scales;
  for (size_t c = 0; c < largest.size(); ++c) {
    double bias = 0;
    for (size_t b = c; b < biases.size(); b += largest.size()) {
      bias = std::max<double>(bias, std::abs(biases[b]));
    }
    const double scale =
        std::max(largest[c] / kWeightLimit, bias / kBiasLimit / input_scale);
    // A channel of nothing but zeros may have any scale.
    scales.push_back(scale > 0 ? static_cast<float>(scale) : 1.0f);
  }
  return scales;
}

template <class T>
std::vector<uint8_t> bytes_of(const std::vector<T>& values) {
  std::vector<uint8_t> bytes(values.size() * sizeof(T));
  std::memcpy(bytes.data(), values.data(), bytes.size());
  return bytes;
}

void quantize_weights(Tensor& tensor, const std::vector<float>& weights,
                      const Channels& channels,
                      const std::vector<float>& scales) {
  std::vector<int8_t> values(weights.size());
  for (size_t i = 0; i < weights.size(); ++i) {
    const long value = std::lround(weights[i] / scales[channels.of(i)]);
    values[i] = static_cast<int8_t>(
        std::clamp<long>(value, -kWeightLimit, kWeightLimit));
  }
  tensor.type = Type::kInt8;
  tensor.data = bytes_of(values);
  tensor.quantization = {scales, std::vector<int64_t>(scales.size(), 0),
                         channels.last ? 3 : 0};
}

void quantize_bias(Tensor& tensor, const std::vector<float>& biases,
                   const std::vector<float>& weight_scales, float input_scale) {
  std::vector<float> scales;
  for (float scale : weight_scales) scales.push_back(input_scale * scale);
  std::vector<int32_t> values;
  for (size_t c = 0; c < biases.size(); ++c) {
    const double scale = scales[scales.size() == 1 ? 0 : c];
    values.push_back(static_cast<int32_t>(std::lround(biases[c] / scale)));
  }
  tensor.type = Type::kInt32;
  tensor.data = bytes_of(values);
  tensor.quantization = {scales, std::vector<int64_t>(scales.size(), 0), 0};
}

void quantize_parameters(Model& model, const Operator& op) {
  Tensor& weights = model.tensors[op.inputs[1]];
  Tensor& bias = model.tensors[op.inputs[2]];
  if (weights.type != Type::kFloat32) {
    throw Error("two operators share the weights '" + weights.name + "'",
                model.name);
  }
  const float input_scale =
      model.tensors[op.inputs[0]].quantization.scale.at(0);
  const auto values = constant_values<float>(weights);
  const auto biases = constant_values<float>(bias);
  const Channels channels = weight_channels(op, weights);
  const std::vector<float> scales =
      weight_scales(largest_weights(values, channels), biases, input_scale);
  quantize_weights(weights, values, channels, scales);
  quantize_bias(bias, biases, scales, input_scale);
}

Quantization output_quantization(const Model& model, const Operator& op,
                                 const ValueRange& range) {
  switch (op.code) {
    case OperatorCode::kReshape:
      return model.tensors[op.inputs[0]].quantization;
    case OperatorCode::kSoftmax:
      return {{1.0f / 256}, {-128}, 0};
    default:
      return int8_quantization(range);
  }
}

}  // namespace

Quantization int8_quantization(const ValueRange& range) {
  constexpr double kSteps = 255;
  const double low = std::min(range.low, 0.0), high = std::max(range.high, 0.0);
  // A tensor that is always zero still needs a scale.
  const auto scale =
      static_cast<float>(high > low ? (high - low) / kSteps : 1 / kSteps);
  const long zero_point = std::lround(-128 - low / scale);
  return {{scale}, {std::clamp<long>(zero_point, -128, 127)}, 0};
}

Model quantize(const Model& from, const std::vector<ValueRange>& ranges,
               const Quantization& input) {
  Model model = from;
  for (int index : model.inputs) {
    model.tensors[index].quantization = input;
    model.tensors[index].type = Type::kInt8;
  }
  for (const Operator& op : model.operators) {
    Tensor& output = model.tensors[op.outputs[0]];
    output.quantization =
        output_quantization(model, op, ranges.at(op.outputs[0]));
    output.type = Type::kInt8;
    if (op.inputs.size() == 3) quantize_parameters(model, op);
  }
  return model;
}

}  // namespace mote
