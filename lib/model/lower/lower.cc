#include "lib/model/lower/lower.h"

#include <cstring>
#include <map>
#include <utility>

#include "lib/base/error.h"
#include "lib/model/lower/fold.h"

namespace mote {
namespace {

// Versions of the operators' int8 forms, which also take float.
constexpr int kConvVersion = 3, kDepthwiseVersion = 3, kDenseVersion = 4,
              kAddVersion = 2, kMeanVersion = 2, kSoftmaxVersion = 2;

// Walks a graph's layers in order and appends their operators.
class Lowering {
 public:
  explicit Lowering(const Checkpoint& checkpoint)
      : checkpoint_(checkpoint),
        graph_(checkpoint.graph),
        shapes_(infer_shapes(graph_)) {
    for (const Layer& layer : graph_.layers) {
      for (const std::string& input : layer.inputs) ++readers_[input];
    }
    for (const WeightShape& weight : weight_shapes(graph_)) {
      weights_[weight.name] = weight;
    }
  }

  Model run() {
    model_.name = graph_.name;
    add_input();
    for (const Layer& layer : graph_.layers) add_layer(layer);
    model_.outputs = {tensors_.at(
        graph_.layers.empty() ? "input" : graph_.layers.back().name)};
    return std::move(model_);
  }

 private:
  void add_input() {
    const Shape& shape = graph_.input;
    const bool picture = shape.channels == 1 && shape.size() > 1;
    const int input =
        picture ? add_tensor("input", {1, static_cast<int>(shape.size())})
                : add_tensor("input", dimensions(shape));
    model_.inputs = {input};
    tensors_["input"] =
        picture ? add_reshape("picture", four_dimensions(shape), input) : input;
  }

  void add_layer(const Layer& layer) {
    switch (layer.kind) {
      case LayerKind::kConv:
        return add_convolution(layer, OperatorCode::kConv2d, kConvVersion);
      case LayerKind::kDepthwiseConv:
        return add_convolution(layer, OperatorCode::kDepthwiseConv2d,
                               kDepthwiseVersion);
      case LayerKind::kDense:
        return add_dense(layer);
      case LayerKind::kBatchNorm:
        return add_batch_norm(layer);
      case LayerKind::kRelu:
        return add_relu(layer);
      case LayerKind::kAdd:
        return add_sum(layer);
      case LayerKind::kGlobalAverage:
        return add_average(layer);
      case LayerKind::kDropout:
        return alias(layer);
      case LayerKind::kReshape:
        tensors_[layer.name] =
            add_reshape(layer.name, dimensions(shapes_.at(layer.name)),
                        tensors_.at(layer.inputs[0]));
        return;
      case LayerKind::kSoftmax:
        add_operator(layer, OperatorCode::kSoftmax, kSoftmaxVersion, {});
        return;
    }
  }

  void add_convolution(const Layer& layer, OperatorCode code, int version) {
    OperatorOptions options;
    options.stride_h = layer.stride.first;
    options.stride_w = layer.stride.second;
    options.depth_multiplier =
        code == OperatorCode::kDepthwiseConv2d ? layer.multiplier : 1;
    const int kernel = add_weight(layer, "kernel");
    require_four_dimensions(layer);
    add_operator(layer, code, version,
                 {kernel, add_bias(layer, shapes_.at(layer.name).channels)},
                 options);
  }

  void add_dense(const Layer& layer) {
    const int kernel = add_weight(layer, "kernel");
    add_operator(layer, OperatorCode::kFullyConnected, kDenseVersion,
                 {kernel, add_bias(layer, layer.filters)});
  }

  void add_batch_norm(const Layer& layer) {
    const ChannelAffine affine = batch_norm_affine(
        weight(layer, "gamma"), weight(layer, "beta"),
        weight(layer, "moving_mean"), weight(layer, "moving_variance"));
    Operator* before = fusable(layer);
    if (before != nullptr && before->code != OperatorCode::kAdd) {
      fold_affine(model_, *before, affine);
      return alias(layer);
    }
    const int channels = shapes_.at(layer.name).channels;
    const int scale =
        add_constant(layer.name + "/scale", {1, 1, 1, channels}, affine.scale);
    const int offset =
        add_constant(layer.name + "/offset", {channels}, affine.offset);
    require_four_dimensions(layer);
    add_operator(layer, OperatorCode::kDepthwiseConv2d, kDepthwiseVersion,
                 {scale, offset});
  }

  void add_relu(const Layer& layer) {
    if (Operator* before = fusable(layer)) {
      before->options.activation = Activation::kRelu;
      return alias(layer);
    }
    add_operator(layer, OperatorCode::kRelu, kAddVersion, {});
  }

  void add_sum(const Layer& layer) {
    add_operator(layer, OperatorCode::kAdd, kAddVersion,
                 {tensors_.at(layer.inputs[1])});
  }

  void add_average(const Layer& layer) {
    Tensor axes;
    axes.name = layer.name + "/axes";
    axes.type = Type::kInt32;
    axes.shape = {2};
    axes.data = {1, 0, 0, 0, 2, 0, 0, 0};  // height and width
    require_four_dimensions(layer);
    add_operator(layer, OperatorCode::kMean, kMeanVersion, {add(axes)});
  }

  int add_reshape(const std::string& name, std::vector<int> shape, int input) {
    const int output = add_tensor(name, std::move(shape));
    Tensor wanted;
    wanted.name = name + "/shape";
    wanted.type = Type::kInt32;
    wanted.shape = {static_cast<int>(model_.tensors[output].shape.size())};
    wanted.data.resize(model_.tensors[output].shape.size() * sizeof(int32_t));
    std::memcpy(wanted.data.data(), model_.tensors[output].shape.data(),
                wanted.data.size());
    Operator op;
    op.code = OperatorCode::kReshape;
    op.inputs = {input, add(wanted)};
    op.outputs = {output};
    model_.operators.push_back(op);
    return output;
  }

  // Appends an operator that reads the layer's first input and `others` and
  // makes the layer's tensor.
  void add_operator(const Layer& layer, OperatorCode code, int version,
                    const std::vector<int>& others,
                    const OperatorOptions& options = {}) {
    Operator op;
    op.code = code;
    op.version = version;
    op.options = options;
    op.inputs = {tensors_.at(layer.inputs[0])};
    op.inputs.insert(op.inputs.end(), others.begin(), others.end());
    op.outputs = {add_tensor(layer.name, output_shape(layer, op))};
    tensors_[layer.name] = op.outputs[0];
    model_.operators.push_back(op);
    maker_[layer.name] = model_.operators.size() - 1;
  }

  // Windows slide over four dimensions; all else keeps what its input has.
  std::vector<int> output_shape(const Layer& layer, const Operator& op) const {
    const Shape& shape = shapes_.at(layer.name);
    if (op.code == OperatorCode::kConv2d ||
        op.code == OperatorCode::kDepthwiseConv2d) {
      return four_dimensions(shape);
    }
    if (op.code == OperatorCode::kFullyConnected ||
        op.code == OperatorCode::kMean) {
      return {1, shape.channels};
    }
    return model_.tensors[op.inputs[0]].shape;
  }

  // Gives the layer's input four dimensions where it has two.
  void require_four_dimensions(const Layer& layer) {
    int& input = tensors_.at(layer.inputs[0]);
    if (model_.tensors[input].shape.size() == 4) return;
    input = add_reshape(layer.name + "/input",
                        four_dimensions(shapes_.at(layer.inputs[0])), input);
  }

  // The layer's output is its input's.
  void alias(const Layer& layer) {
    tensors_[layer.name] = tensors_.at(layer.inputs[0]);
    const auto maker = maker_.find(layer.inputs[0]);
    if (maker != maker_.end()) maker_[layer.name] = maker->second;
    // The tensor has as many readers as either name.
    readers_[layer.name] += readers_.at(layer.inputs[0]) - 1;
  }

  // The operator before the layer, when the layer may become a part of it:
  // linear, without an activation yet, read by nobody else.
  Operator* fusable(const Layer& layer) {
    const auto maker = maker_.find(layer.inputs[0]);
    if (maker == maker_.end() || readers_.at(layer.inputs[0]) != 1) {
      return nullptr;
    }
    Operator& op = model_.operators[maker->second];
    const bool linear = op.code == OperatorCode::kConv2d ||
                        op.code == OperatorCode::kDepthwiseConv2d ||
                        op.code == OperatorCode::kFullyConnected ||
                        op.code == OperatorCode::kAdd;
    if (!linear || op.options.activation != Activation::kNone) return nullptr;
    return &op;
  }

  const std::vector<float>& weight(const Layer& layer,
                                   const std::string& name) const {
    const std::string full = layer.name + "/" + name;
    const auto found = checkpoint_.weights.find(full);
    if (found == checkpoint_.weights.end()) {
      throw Error("the weight '" + full + "' is missing", graph_.name,
                  "Train the model again.");
    }
    if (static_cast<int64_t>(found->second.size()) !=
        weights_.at(full).size()) {
      throw Error("the weight '" + full + "' has " +
                      std::to_string(found->second.size()) +
                      " values where the layer needs " +
                      std::to_string(weights_.at(full).size()),
                  graph_.name, "Train the model again.");
    }
    return found->second;
  }

  int add_weight(const Layer& layer, const std::string& name) {
    const std::string full = layer.name + "/" + name;
    return add_constant(full, weights_.at(full).dimensions,
                        weight(layer, name));
  }

  // Operators always get a bias: batch norm may need it.
  int add_bias(const Layer& layer, int channels) {
    if (layer.bias) return add_weight(layer, "bias");
    return add_constant(layer.name + "/bias", {channels},
                        std::vector<float>(static_cast<size_t>(channels)));
  }

  int add_constant(const std::string& name, std::vector<int> shape,
                   const std::vector<float>& values) {
    const int index = add_tensor(name, std::move(shape));
    model_.tensors[index].data = float_bytes(values);
    return index;
  }

  int add_tensor(const std::string& name, std::vector<int> shape) {
    Tensor tensor;
    tensor.name = name;
    tensor.shape = std::move(shape);
    return add(std::move(tensor));
  }

  int add(Tensor tensor) {
    model_.tensors.push_back(std::move(tensor));
    return static_cast<int>(model_.tensors.size()) - 1;
  }

  static std::vector<int> dimensions(const Shape& shape) {
    if (shape.height == 1 && shape.width == 1) return {1, shape.channels};
    return four_dimensions(shape);
  }

  static std::vector<int> four_dimensions(const Shape& shape) {
    return {1, shape.height, shape.width, shape.channels};
  }

  const Checkpoint& checkpoint_;
  const Graph& graph_;
  const std::map<std::string, Shape> shapes_;
  std::map<std::string, WeightShape> weights_;
  std::map<std::string, int> readers_;   // of a layer's output
  std::map<std::string, int> tensors_;   // a layer's output in the model
  std::map<std::string, size_t> maker_;  // the operator that makes it
  Model model_;
};

}  // namespace

Model lower(const Checkpoint& checkpoint) { return Lowering(checkpoint).run(); }

}  // namespace mote
