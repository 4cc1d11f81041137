#include "lib/compiler/passes/depthwise_to_conv.h"

#include <algorithm>
#include <cstddef>

#include "device/nn/depthwise_conv/depthwise_conv.h"

namespace mote {
namespace {

bool applies(const Model& model, const Operator& op) {
  if (op.code != OperatorCode::kDepthwiseConv2d || op.inputs.size() < 2) {
    return false;
  }
  const Tensor& input = model.tensors[op.inputs[0]];
  const Tensor& weights = model.tensors[op.inputs[1]];
  // LiteRT rounds a depthwise layer's channels alike in whole groups only.
  if (op.rounding == Rounding::kLitert && weights.shape.size() == 4 &&
      weights.shape[3] % nn::litert::kDepthwiseGroup != 0) {
    return false;
  }
  return input.shape.size() == 4 && input.shape[3] == 1 && weights.constant() &&
         weights.shape.size() == 4 && weights.shape[0] == 1;
}

// {1, height, width, channels} -> {channels, height, width, 1}.
Tensor turned(const Tensor& weights) {
  const size_t channels = static_cast<size_t>(weights.shape[3]);
  const size_t taps = static_cast<size_t>(weights.elements()) / channels;
  const size_t size = static_cast<size_t>(type_bytes(weights.type));
  Tensor result = weights;
  result.shape = {weights.shape[3], weights.shape[1], weights.shape[2], 1};
  result.quantization.axis = 0;
  for (size_t tap = 0; tap < taps; ++tap) {
    for (size_t c = 0; c < channels; ++c) {
      std::copy_n(weights.data.begin() +
                      static_cast<std::ptrdiff_t>((tap * channels + c) * size),
                  size,
                  result.data.begin() +
                      static_cast<std::ptrdiff_t>((c * taps + tap) * size));
    }
  }
  return result;
}

}  // namespace

Model depthwise_to_conv(Model model) {
  for (Operator& op : model.operators) {
    if (!applies(model, op)) continue;
    model.tensors.push_back(turned(model.tensors[op.inputs[1]]));
    op.inputs[1] = static_cast<int>(model.tensors.size()) - 1;
    op.code = OperatorCode::kConv2d;
  }
  return model;
}

}  // namespace mote
