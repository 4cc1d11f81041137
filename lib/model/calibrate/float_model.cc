#include "lib/model/calibrate/float_model.h"

#include <algorithm>
#include <functional>

#include "lib/base/error.h"
#include "lib/model/calibrate/float_kernels.h"

namespace mote {
namespace {

using float_kernels::Window;

// From {rows, columns} to {columns, rows}.
std::vector<float> transposed(const std::vector<float>& from, size_t rows) {
  const size_t columns = from.size() / rows;
  std::vector<float> to(from.size());
  for (size_t r = 0; r < rows; ++r) {
    for (size_t c = 0; c < columns; ++c) {
      to[c * rows + r] = from[r * columns + c];
    }
  }
  return to;
}

bool weights_first(const Operator& op) {
  return op.code == OperatorCode::kConv2d ||
         op.code == OperatorCode::kFullyConnected;
}

// One operator of one run.
class Step {
 public:
  Step(const Model& model, const Operator& op,
       const FloatModel::Tensors& constants, FloatModel::Tensors& tensors)
      : model_(model), op_(op), constants_(constants), tensors_(tensors) {}

  void run() {
    std::vector<float>& out = tensors_[op_.outputs[0]];
    out.resize(static_cast<size_t>(model_.tensors[op_.outputs[0]].elements()));
    compute(out);
    float_kernels::activate(op_.options.activation, out);
  }

 private:
  void compute(std::vector<float>& out) {
    switch (op_.code) {
      case OperatorCode::kConv2d:
        return float_kernels::conv(window(), input(0).data(), constant(1),
                                   constant(2), out.data());
      case OperatorCode::kDepthwiseConv2d:
        return float_kernels::depthwise_conv(
            window(), input(0).data(), constant(1), constant(2), out.data());
      case OperatorCode::kFullyConnected:
        return float_kernels::fully_connected(input(0), constant(1),
                                              constant(2), out);
      case OperatorCode::kMean:
        return float_kernels::spatial_mean(input(0), out);
      case OperatorCode::kSoftmax:
        return float_kernels::softmax(input(0), op_.options.beta, out);
      case OperatorCode::kAdd:
        std::transform(input(0).begin(), input(0).end(), input(1).begin(),
                       out.begin(), std::plus<>());
        return;
      case OperatorCode::kRelu:
        out = input(0);
        return float_kernels::activate(Activation::kRelu, out);
      default:  // kReshape: the constructor lets nothing else pass
        out = input(0);
    }
  }

  Window window() const {
    return {op_.options, shape(op_.inputs[0]), shape(op_.outputs[0]),
            shape(op_.inputs[1])};
  }
  const std::vector<int>& shape(int tensor) const {
    return model_.tensors[tensor].shape;
  }
  const std::vector<float>& input(size_t i) const {
    return tensors_[op_.inputs[i]];
  }
  const float* constant(size_t i) const {
    return constants_[op_.inputs[i]].data();
  }

  const Model& model_;
  const Operator& op_;
  const FloatModel::Tensors& constants_;
  FloatModel::Tensors& tensors_;
};

bool known(OperatorCode code) {
  constexpr OperatorCode kKnown[] = {
      OperatorCode::kConv2d,         OperatorCode::kDepthwiseConv2d,
      OperatorCode::kFullyConnected, OperatorCode::kMean,
      OperatorCode::kSoftmax,        OperatorCode::kAdd,
      OperatorCode::kRelu,           OperatorCode::kReshape};
  return std::ranges::find(kKnown, code) != std::end(kKnown);
}

}  // namespace

FloatModel::FloatModel(const Model& model)
    : model_(model), constants_(model.tensors.size()) {
  for (const Operator& op : model_.operators) {
    if (!known(op.code)) {
      throw Error(operator_name(op) + " is not run in float", model_.name,
                  "Only models that mote itself trained are calibrated.");
    }
  }
  for (size_t i = 0; i < model_.tensors.size(); ++i) {
    const Tensor& tensor = model_.tensors[i];
    if (tensor.constant() && tensor.type == Type::kFloat32) {
      constants_[i] = constant_values<float>(tensor);
    }
  }
  for (const Operator& op : model_.operators) {
    if (!weights_first(op)) continue;
    std::vector<float>& weights = constants_[op.inputs[1]];
    const int outputs = model_.tensors[op.inputs[1]].shape[0];
    weights = transposed(weights, static_cast<size_t>(outputs));
  }
}

FloatModel::Tensors FloatModel::run(std::span<const float> input) const {
  const Tensor& wanted = model_.tensors[model_.inputs.at(0)];
  if (static_cast<int64_t>(input.size()) != wanted.elements()) {
    throw Error("the input has " + std::to_string(input.size()) +
                    " values where the model needs " +
                    std::to_string(wanted.elements()),
                model_.name);
  }
  Tensors tensors(model_.tensors.size());
  tensors[model_.inputs[0]].assign(input.begin(), input.end());
  for (const Operator& op : model_.operators) {
    Step(model_, op, constants_, tensors).run();
  }
  return tensors;
}

}  // namespace mote
