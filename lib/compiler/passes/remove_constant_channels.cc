#include "lib/compiler/passes/remove_constant_channels.h"

#include <algorithm>
#include <cstring>
#include <numeric>

#include "lib/compiler/passes/channel_ranges.h"

namespace mote {
namespace {

bool is_pool(const Operator& op) {
  return op.code == OperatorCode::kAveragePool2d ||
         op.code == OperatorCode::kMaxPool2d;
}

// Operators whose output channels are their input's, one by one.
bool keeps_channels(const Model& model, const Operator& op) {
  if (is_pool(op)) return op.options.activation == Activation::kNone;
  return op.code == OperatorCode::kDepthwiseConv2d &&
         model.tensors[op.inputs[0]].shape.back() ==
             model.tensors[op.outputs[0]].shape.back();
}

bool has_constant_int8_weights(const Model& model, const Operator& op) {
  if (op.inputs.size() < 2 || op.inputs[1] < 0) return false;
  const Tensor& weights = model.tensors[op.inputs[1]];
  const bool bias = op.inputs.size() > 2 && op.inputs[2] >= 0;
  return weights.constant() && weights.type == Type::kInt8 &&
         (!bias || (model.tensors[op.inputs[2]].constant() &&
                    model.tensors[op.inputs[2]].type == Type::kInt32));
}

int8_t weight_at(const Tensor& weights, size_t i) {
  return static_cast<int8_t>(weights.data[i]);
}

// Slices one dimension of a constant or computed tensor.
Tensor sliced(const Tensor& tensor, size_t dimension,
              const std::vector<int>& kept) {
  Tensor result = tensor;
  result.shape[dimension] = static_cast<int>(kept.size());
  const auto product = [&](size_t begin, size_t end) {
    return std::accumulate(
        tensor.shape.begin() + static_cast<long>(begin),
        tensor.shape.begin() + static_cast<long>(end), size_t{1},
        [](size_t a, int b) { return a * static_cast<size_t>(b); });
  };
  if (tensor.constant()) {
    const size_t inner = product(dimension + 1, tensor.shape.size()) *
                         static_cast<size_t>(type_bytes(tensor.type));
    const size_t outer = product(0, dimension);
    const auto size = static_cast<size_t>(tensor.shape[dimension]);
    result.data.clear();
    for (size_t o = 0; o < outer; ++o) {
      for (const int k : kept) {
        const auto from =
            tensor.data.begin() +
            static_cast<long>((o * size + static_cast<size_t>(k)) * inner);
        result.data.insert(result.data.end(), from,
                           from + static_cast<long>(inner));
      }
    }
  }
  if (tensor.quantization.scale.size() > 1 &&
      tensor.quantization.axis == static_cast<int>(dimension)) {
    result.quantization.scale.clear();
    result.quantization.zero_point.clear();
    for (const int k : kept) {
      result.quantization.scale.push_back(tensor.quantization.scale[k]);
      if (!tensor.quantization.zero_point.empty()) {
        result.quantization.zero_point.push_back(
            tensor.quantization.zero_point[k]);
      }
    }
  }
  return result;
}

// Tensors whose channels stand or fall together, each group by its first
// tensor, and which of the group's channels stay.
class Removal {
 public:
  explicit Removal(Model model)
      : model_(std::move(model)),
        ranges_(channel_ranges(model_)),
        group_(model_.tensors.size()),
        removable_(model_.tensors.size()) {
    std::iota(group_.begin(), group_.end(), 0);
  }

  Model run() && {
    find_flattened();
    find_groups();
    find_removable();
    round_up();
    for (size_t i = 0; i < model_.operators.size(); ++i) fold(i);
    for (size_t i = 0; i < model_.operators.size(); ++i) slice_weights(i);
    for (size_t t = 0; t < group_.size(); ++t) {
      if (shrinks(static_cast<int>(t))) {
        model_.tensors[t] =
            sliced(model_.tensors[t], 3, kept(static_cast<int>(t)));
      }
    }
    return std::move(model_);
  }

 private:
  std::vector<char>& removable(int tensor) {
    return removable_[group_[tensor]];
  }

  bool shrinks(int tensor) const {
    const auto& list = removable_[group_[tensor]];
    return std::find(list.begin(), list.end(), 1) != list.end();
  }

  std::vector<int> kept(int tensor) const {
    const auto& list = removable_[group_[tensor]];
    std::vector<int> result;
    for (size_t c = 0; c < list.size(); ++c) {
      if (!list[c]) result.push_back(static_cast<int>(c));
    }
    return result;
  }

  // Reshapes of images that fully connected layers alone read.
  void find_flattened() {
    flattened_.assign(group_.size(), -1);
    for (const Operator& op : model_.operators) {
      if (op.code != OperatorCode::kReshape || ranges_[op.inputs[0]].empty()) {
        continue;
      }
      const int output = op.outputs[0];
      bool alone =
          std::count(model_.outputs.begin(), model_.outputs.end(), output) == 0;
      for (const Operator& reader : model_.operators) {
        if (std::count(reader.inputs.begin(), reader.inputs.end(), output) ==
            0) {
          continue;
        }
        alone &= reader.code == OperatorCode::kFullyConnected &&
                 has_constant_int8_weights(model_, reader) &&
                 reader.inputs[1] != output;
      }
      if (alone) flattened_[output] = op.inputs[0];
    }
  }

  // The image that a convolution or fully connected layer reads, or -1.
  int image_read(const Operator& op) const {
    if (!has_constant_int8_weights(model_, op)) return -1;
    const int input = op.inputs[0];
    const bool conv = op.code == OperatorCode::kConv2d;
    if (!conv && op.code != OperatorCode::kFullyConnected) return -1;
    if (!ranges_[input].empty()) return input;
    return conv ? -1 : flattened_[input];
  }

  void find_groups() {
    for (const Operator& op : model_.operators) {
      if (op.outputs.size() != 1 || op.inputs.empty() || op.inputs[0] < 0 ||
          ranges_[op.inputs[0]].empty() || ranges_[op.outputs[0]].empty() ||
          !keeps_channels(model_, op)) {
        continue;
      }
      group_[op.outputs[0]] = group_[op.inputs[0]];
    }
    for (size_t t = 0; t < group_.size(); ++t) {
      removable(static_cast<int>(t)).assign(ranges_[t].size(), 1);
    }
  }

  void keep_all(int tensor) {
    if (tensor < 0) return;
    std::fill(removable(tensor).begin(), removable(tensor).end(), 0);
  }

  void find_removable() {
    for (const int t : model_.inputs) keep_all(t);
    for (const int t : model_.outputs) keep_all(t);
    for (const Operator& op : model_.operators) {
      const bool conv = op.code == OperatorCode::kConv2d &&
                        has_constant_int8_weights(model_, op);
      const bool depthwise = op.code == OperatorCode::kDepthwiseConv2d &&
                             keeps_channels(model_, op) &&
                             has_constant_int8_weights(model_, op);
      const bool pool = is_pool(op) && keeps_channels(model_, op);
      const bool flattens =
          op.code == OperatorCode::kReshape && flattened_[op.outputs[0]] >= 0;
      if (image_read(op) >= 0) {
        keep_needed(op, image_read(op));
      } else if (!depthwise && !pool && !flattens) {
        for (const int t : op.inputs) keep_all(t);
      }
      if (!conv && !depthwise && !pool) {
        for (const int t : op.outputs) keep_all(t);
      }
    }
  }

  // Channels that a layer reads and that cannot be folded into its bias.
  void keep_needed(const Operator& op, int image) {
    const Tensor& weights = model_.tensors[op.inputs[1]];
    const auto& ranges = ranges_[image];
    if (weights.shape.back() % static_cast<int>(ranges.size()) != 0 ||
        (op.code == OperatorCode::kConv2d &&
         (weights.shape.size() != 4 ||
          weights.shape[3] != static_cast<int>(ranges.size())))) {
      keep_all(image);
      return;
    }
    const bool padded = op.code == OperatorCode::kConv2d &&
                        op.options.padding != Padding::kValid &&
                        (weights.shape[1] != 1 || weights.shape[2] != 1);
    const int zero_point = model_.tensors[image].zero_point();
    for (size_t c = 0; c < ranges.size(); ++c) {
      const bool folds =
          ranges[c].constant() && (!padded || ranges[c].low == zero_point);
      if (!folds && !unused(weights, c, ranges.size())) removable(image)[c] = 0;
    }
  }

  static bool unused(const Tensor& weights, size_t channel, size_t channels) {
    for (size_t i = channel; i < weights.data.size(); i += channels) {
      if (weights.data[i] != 0) return false;
    }
    return true;
  }

  // Kernels take channels by fours.
  void round_up() {
    for (auto& list : removable_) {
      auto left = std::count(list.begin(), list.end(), 0);
      for (char& gone : list) {
        if (left > 0 && (left % 4 == 0 || list.size() % 4 != 0)) break;
        if (gone) {
          gone = 0;
          ++left;
        }
      }
    }
  }

  // Adds to the bias what the channels that go would have added.
  void fold(size_t i) {
    const Operator op = model_.operators[i];
    const int image = image_read(op);
    if (image < 0 || !shrinks(image)) return;
    const Tensor& weights = model_.tensors[op.inputs[1]];
    const auto outputs = static_cast<size_t>(weights.shape[0]);
    const size_t channels = ranges_[image].size();
    const size_t row = weights.data.size() / outputs;
    const int zero_point = model_.tensors[image].zero_point();
    std::vector<int32_t> more(outputs, 0);
    for (size_t k = 0; k < weights.data.size(); ++k) {
      const size_t c = k % channels;
      if (!removable(image)[c]) continue;
      const ChannelRange& range = ranges_[image][c];
      if (!range.constant()) continue;  // its weights are 0
      more[k / row] += weight_at(weights, k) * (range.low - zero_point);
    }
    add_to_bias(model_.operators[i], more);
  }

  void add_to_bias(Operator& op, const std::vector<int32_t>& more) {
    if (std::all_of(more.begin(), more.end(), [](int v) { return v == 0; })) {
      return;
    }
    Tensor bias;
    bias.name = model_.tensors[op.outputs[0]].name + "/bias";
    bias.type = Type::kInt32;
    bias.shape = {static_cast<int>(more.size())};
    bias.data.assign(4 * more.size(), 0);
    if (op.inputs.size() > 2 && op.inputs[2] >= 0) {
      bias = model_.tensors[op.inputs[2]];
    }
    for (size_t o = 0; o < more.size(); ++o) {
      uint32_t value;
      std::memcpy(&value, bias.data.data() + 4 * o, 4);
      value += static_cast<uint32_t>(more[o]);
      std::memcpy(bias.data.data() + 4 * o, &value, 4);
    }
    op.inputs.resize(std::max<size_t>(op.inputs.size(), 3), -1);
    op.inputs[2] = add(std::move(bias));
  }

  int add(Tensor tensor) {
    model_.tensors.push_back(std::move(tensor));
    return static_cast<int>(model_.tensors.size()) - 1;
  }

  void slice_weights(size_t i) {
    Operator& op = model_.operators[i];
    const bool conv = op.code == OperatorCode::kConv2d;
    const int image = image_read(op);
    if (image >= 0 && shrinks(image)) {
      const size_t last = model_.tensors[op.inputs[1]].shape.size() - 1;
      slice(op, 1, last,
            kept_of(model_.tensors[op.inputs[1]].shape[last], image));
    }
    if (op.code == OperatorCode::kReshape && flattened_[op.outputs[0]] >= 0) {
      flatten(op);
    }
    if (!conv && op.code != OperatorCode::kDepthwiseConv2d) return;
    if (!shrinks(op.outputs[0])) return;
    slice(op, 1, conv ? 0 : 3, kept(op.outputs[0]));
    if (op.inputs.size() > 2 && op.inputs[2] >= 0) {
      slice(op, 2, 0, kept(op.outputs[0]));
    }
  }

  // Which of `count` values stay, of pixels of the image's channels in turn.
  std::vector<int> kept_of(int count, int image) const {
    const int channels = static_cast<int>(ranges_[image].size());
    std::vector<int> result;
    for (int pixel = 0; pixel < count; pixel += channels) {
      for (const int c : kept(image)) result.push_back(pixel + c);
    }
    return result;
  }

  void flatten(Operator& op) {
    const int image = op.inputs[0];
    if (!shrinks(image)) return;
    const int64_t elements = model_.tensors[image].elements() /
                             static_cast<int64_t>(ranges_[image].size()) *
                             static_cast<int64_t>(kept(image).size());
    op.inputs.resize(1);  // the shape that was asked for no longer fits
    model_.tensors[op.outputs[0]].shape = {1, static_cast<int>(elements)};
  }

  void slice(Operator& op, size_t input, size_t dimension,
             const std::vector<int>& channels) {
    op.inputs[input] =
        add(sliced(model_.tensors[op.inputs[input]], dimension, channels));
  }

  Model model_;
  const std::vector<std::vector<ChannelRange>> ranges_;
  std::vector<int> group_;
  std::vector<int>
      flattened_;  // the image that a tensor is a reshape of, or -1
  std::vector<std::vector<char>> removable_;  // by a group's first tensor
};

}  // namespace

Model remove_constant_channels(Model model) {
  return Removal(std::move(model)).run();
}

}  // namespace mote
