#include "lib/compiler/passes/clear_constant_channels.h"

#include <algorithm>

#include "lib/compiler/passes/channel_ranges.h"

namespace mote {
namespace {

using Cleared = std::vector<char>;  // a channel

// Zeroes the values of the channels along the first or the last dimension.
Tensor with_zeros(Tensor tensor, const Cleared& channels, bool last) {
  const auto bytes = static_cast<size_t>(type_bytes(tensor.type));
  const size_t values = tensor.data.size() / bytes;
  for (size_t i = 0; i < values; ++i) {
    const size_t channel =
        last ? i % channels.size() : i / (values / channels.size());
    if (!channels[channel]) continue;
    std::fill_n(tensor.data.begin() + static_cast<long>(i * bytes), bytes,
                uint8_t{0});
  }
  return tensor;
}

Cleared constant_zero(const Tensor& output,
                      const std::vector<ChannelRange>& ranges) {
  Cleared cleared;
  for (const ChannelRange& range : ranges) {
    cleared.push_back(range.constant() && range.low == output.zero_point());
  }
  return cleared;
}

}  // namespace

Model clear_constant_channels(Model model) {
  const auto ranges = channel_ranges(model);
  for (Operator& op : model.operators) {
    const bool depthwise = op.code == OperatorCode::kDepthwiseConv2d;
    if ((!depthwise && op.code != OperatorCode::kConv2d) ||
        ranges[op.outputs[0]].empty()) {
      continue;
    }
    const Tensor& output = model.tensors[op.outputs[0]];
    const Cleared cleared = constant_zero(output, ranges[op.outputs[0]]);
    if (std::count(cleared.begin(), cleared.end(), 1) == 0) continue;
    for (size_t i = 1; i < op.inputs.size(); ++i) {
      if (op.inputs[i] < 0) continue;
      Tensor tensor =
          with_zeros(model.tensors[op.inputs[i]], cleared, depthwise && i == 1);
      op.inputs[i] = static_cast<int>(model.tensors.size());
      model.tensors.push_back(std::move(tensor));
    }
  }
  return model;
}

}  // namespace mote
