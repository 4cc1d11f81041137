#include "lib/compiler/kernels/quantization.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "device/nn/requantize.h"
#include "lib/base/error.h"

namespace mote {
namespace {

float weight_scale(const Tensor& weights, int channel) {
  const std::vector<float>& scale = weights.quantization.scale;
  return scale.size() > 1 ? scale[channel] : scale[0];
}

int32_t quantized(float value, const Tensor& tensor) {
  const float scale = static_cast<float>(tensor.scale());
  // A damaged file's scale may be tiny; beyond int16 nothing changes.
  constexpr float kFar = 1 << 17;
  const float steps = std::clamp(value / scale, -kFar, kFar);
  return tensor.zero_point() + static_cast<int32_t>(std::round(steps));
}

}  // namespace

Multiplier quantize_multiplier(double value) {
  if (value == 0) return {};
  if (!(value > 0 && value < 0x1p31)) {
    throw Error("the scales of its tensors are too far apart", "",
                "The file may be damaged; convert the model again.");
  }
  Multiplier result;
  const double fraction = std::frexp(value, &result.shift);
  int64_t fixed =
      static_cast<int64_t>(std::round(fraction * (int64_t{1} << 31)));
  if (fixed == int64_t{1} << 31) {
    fixed /= 2;
    ++result.shift;
  }
  if (result.shift < -31) return {};
  result.multiplier = static_cast<int32_t>(fixed);
  return result;
}

int32_t requantize(int32_t sum, const Multiplier& m) {
  return m.ties_up ? nn::RequantizeTiesUp(sum, m.multiplier, m.shift)
                   : nn::Requantize(sum, m.multiplier, m.shift);
}

ActivationRange activation_range(Activation activation, const Tensor& output) {
  ActivationRange range;
  if (output.type == Type::kInt16) range = {INT16_MIN, INT16_MAX};
  switch (activation) {
    case Activation::kNone:
      break;
    case Activation::kRelu:
      range.min = std::max(range.min, quantized(0, output));
      break;
    case Activation::kRelu6:
      range.min = std::max(range.min, quantized(0, output));
      range.max = std::min(range.max, quantized(6, output));
      break;
    case Activation::kReluN1To1:
      range.min = std::max(range.min, quantized(-1, output));
      range.max = std::min(range.max, quantized(1, output));
      break;
  }
  return range;
}

FloatRange float_activation_range(Activation activation) {
  constexpr float kLargest = std::numeric_limits<float>::max();
  switch (activation) {
    case Activation::kRelu:
      return {0, kLargest};
    case Activation::kRelu6:
      return {0, 6};
    case Activation::kReluN1To1:
      return {-1, 1};
    case Activation::kNone:
      break;
  }
  return {-kLargest, kLargest};
}

std::vector<Multiplier> convolution_multipliers(const Tensor& input,
                                                const Tensor& weights,
                                                const Tensor& output,
                                                int channels) {
  std::vector<Multiplier> multipliers;
  for (int c = 0; c < channels; ++c) {
    const double filter_scale = weight_scale(weights, c);
    multipliers.push_back(
        quantize_multiplier(input.scale() * filter_scale / output.scale()));
  }
  return multipliers;
}

std::vector<Multiplier> fully_connected_multipliers(const Tensor& input,
                                                    const Tensor& weights,
                                                    const Tensor& output,
                                                    int channels) {
  if (weights.quantization.scale.size() > 1) {
    return convolution_multipliers(input, weights, output, channels);
  }
  const float product =
      static_cast<float>(input.scale()) * static_cast<float>(weights.scale());
  return std::vector<Multiplier>(
      channels,
      quantize_multiplier(static_cast<double>(product) / output.scale()));
}

std::vector<int32_t> mantissas(const std::vector<Multiplier>& multipliers) {
  std::vector<int32_t> values;
  for (const Multiplier& m : multipliers) values.push_back(m.multiplier);
  return values;
}

std::vector<int8_t> shifts(const std::vector<Multiplier>& multipliers) {
  std::vector<int8_t> values;
  for (const Multiplier& m : multipliers) {
    values.push_back(static_cast<int8_t>(m.shift));
  }
  return values;
}

}  // namespace mote
