#include "lib/model/test_model.h"

#include <algorithm>
#include <cmath>
#include <random>
#include <utility>

namespace mote::test {
namespace {

int add_tensor(Model& model, const std::string& name, Type type,
               std::vector<int> shape, bool constant = false) {
  Tensor tensor;
  tensor.name = name, tensor.type = type, tensor.shape = std::move(shape);
  tensor.quantization = {{0.5f}, {0}, 0};
  if (constant) {
    // Axes, paddings and shapes are int32: zeros are valid ones.
    tensor.data.assign(static_cast<size_t>(tensor.bytes()),
                       type == Type::kInt8 ? 7 : 0);
  }
  model.tensors.push_back(tensor);
  return static_cast<int>(model.tensors.size()) - 1;
}

// Appends an operator that reads the last output and constants of the given
// shapes, and gives a tensor of `shape`.
void add_operator(Model& model, OperatorCode code, OperatorOptions options,
                  const std::vector<std::vector<int>>& constants,
                  std::vector<int> shape, Type constant_type = Type::kInt8) {
  const std::string name = operator_name(code);
  Operator op;
  op.code = code, op.version = 2, op.options = options;
  op.inputs = {static_cast<int>(model.tensors.size()) - 1};
  for (const std::vector<int>& constant : constants) {
    op.inputs.push_back(
        add_tensor(model, name + "/constant", constant_type, constant, true));
  }
  op.outputs = {add_tensor(model, name, Type::kInt8, std::move(shape))};
  model.operators.push_back(op);
}

OperatorOptions window_options() {
  OperatorOptions o;
  o.padding = Padding::kValid;
  o.stride_h = 2, o.stride_w = 3;
  o.activation = Activation::kRelu6;
  return o;
}

void add_windows(Model& model) {
  OperatorOptions o = window_options();
  o.dilation_h = 4, o.dilation_w = 5;
  add_operator(model, OperatorCode::kConv2d, o, {{3, 2, 2, 1}, {3}},
               {1, 14, 12, 3});
  o.depth_multiplier = 2;
  add_operator(model, OperatorCode::kDepthwiseConv2d, o, {{1, 2, 2, 6}, {6}},
               {1, 5, 3, 6});
  o = window_options();
  o.filter_h = 2, o.filter_w = 3;
  add_operator(model, OperatorCode::kAveragePool2d, o, {}, {1, 2, 1, 6});
  o.filter_w = 1;
  add_operator(model, OperatorCode::kMaxPool2d, o, {}, {1, 1, 1, 6});
}

void add_elementwise(Model& model) {
  OperatorOptions o;
  o.activation = Activation::kRelu;
  add_operator(model, OperatorCode::kAdd, o, {{6}}, {1, 1, 1, 6});
  add_operator(model, OperatorCode::kMul, o, {{6}}, {1, 1, 1, 6});
  o.axis = 3;
  add_operator(model, OperatorCode::kConcatenation, o, {{1, 1, 1, 6}},
               {1, 1, 1, 12});
  for (OperatorCode code :
       {OperatorCode::kRelu, OperatorCode::kRelu6, OperatorCode::kLogistic,
        OperatorCode::kQuantize, OperatorCode::kDequantize}) {
    add_operator(model, code, {}, {}, {1, 1, 1, 12});
  }
}

void add_head(Model& model) {
  OperatorOptions o;
  add_operator(model, OperatorCode::kPad, o, {{4, 2}}, {1, 1, 1, 12},
               Type::kInt32);
  o.keep_dims = true;
  add_operator(model, OperatorCode::kMean, o, {{2}}, {1, 1, 1, 12},
               Type::kInt32);
  add_operator(model, OperatorCode::kReshape, {}, {{2}}, {1, 12}, Type::kInt32);
  add_operator(model, OperatorCode::kFullyConnected, o, {{4, 12}, {4}}, {1, 4});
  o = {};
  o.beta = 0.25f;
  add_operator(model, OperatorCode::kSoftmax, o, {}, {1, 4});
}

}  // namespace

Model small_model() {
  Model model;
  model.inputs = {add_tensor(model, "input", Type::kInt8, {1, 4})};
  add_operator(model, OperatorCode::kFullyConnected, {}, {{2, 4}, {2}}, {1, 2});
  model.tensors[2].type = Type::kInt32;
  model.tensors[2].data.resize(8);
  add_operator(model, OperatorCode::kSoftmax, {}, {}, {1, 2});
  model.outputs = {static_cast<int>(model.tensors.size()) - 1};
  return model;
}

Model every_operator_model() {
  Model model;
  model.inputs = {add_tensor(model, "input", Type::kInt8, {1, 32, 40, 1})};
  add_windows(model);
  add_elementwise(model);
  add_head(model);
  model.outputs = {static_cast<int>(model.tensors.size()) - 1};
  return model;
}

Checkpoint random_checkpoint(const Graph& graph, unsigned seed) {
  std::mt19937 random(seed);
  Checkpoint checkpoint;
  checkpoint.graph = graph;
  for (const WeightShape& shape : weight_shapes(graph)) {
    const bool kernel = shape.name.ends_with("/kernel");
    const bool positive = shape.name.ends_with("/moving_variance") ||
                          shape.name.ends_with("/gamma");
    const int outputs = std::max(1, kernel ? shape.dimensions[0] : 1);
    const float spread = kernel ? std::sqrt(3.0f * static_cast<float>(outputs) /
                                            static_cast<float>(shape.size()))
                                : 0.3f;
    std::uniform_real_distribution<float> values(-spread, spread);
    std::vector<float>& weights = checkpoint.weights[shape.name];
    for (int64_t i = 0; i < shape.size(); ++i) {
      weights.push_back(values(random) + (positive ? 1.0f : 0.0f));
    }
  }
  return checkpoint;
}

std::vector<std::vector<float>> random_inputs(int count, int64_t values,
                                              unsigned seed) {
  std::mt19937 random(seed);
  std::vector<std::vector<float>> inputs(static_cast<size_t>(count));
  for (auto& input : inputs) {
    for (int64_t i = 0; i < values; ++i) {
      input.push_back(26.0f * static_cast<float>(random() % 256) / 255);
    }
  }
  return inputs;
}

}  // namespace mote::test
