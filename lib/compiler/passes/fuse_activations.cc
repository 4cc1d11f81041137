#include "lib/compiler/passes/fuse_activations.h"

#include <algorithm>
#include <cstddef>

namespace mote {
namespace {

bool has_activation(OperatorCode code) {
  return code == OperatorCode::kConv2d ||
         code == OperatorCode::kDepthwiseConv2d ||
         code == OperatorCode::kFullyConnected || code == OperatorCode::kAdd;
}

// How often a tensor is read, the model's outputs included.
int64_t reads(const Model& model, int tensor) {
  int64_t count =
      std::count(model.outputs.begin(), model.outputs.end(), tensor);
  for (const Operator& op : model.operators) {
    count += std::count(op.inputs.begin(), op.inputs.end(), tensor);
  }
  return count;
}

bool only_clamps(const Tensor& before, const Tensor& after) {
  if (before.type != after.type) return false;
  if (before.type == Type::kFloat32) return true;
  return before.quantization.scale == after.quantization.scale &&
         before.quantization.zero_point == after.quantization.zero_point;
}

Operator* maker(Model& model, int tensor) {
  for (Operator& op : model.operators) {
    if (op.outputs.size() == 1 && op.outputs[0] == tensor) return &op;
  }
  return nullptr;
}

// Takes `op` into the operator that makes its input, if that can be.
bool fused(Model& model, const Operator& op) {
  const bool relu = op.code == OperatorCode::kRelu;
  if (!relu && op.code != OperatorCode::kRelu6) return false;
  Operator* before = maker(model, op.inputs[0]);
  if (!before || !has_activation(before->code)) return false;
  if (before->options.activation != Activation::kNone) return false;
  if (reads(model, op.inputs[0]) != 1) return false;
  if (!only_clamps(model.tensors[op.inputs[0]], model.tensors[op.outputs[0]])) {
    return false;
  }
  before->options.activation = relu ? Activation::kRelu : Activation::kRelu6;
  before->outputs = op.outputs;
  return true;
}

}  // namespace

Model fuse_activations(Model model) {
  for (size_t i = 0; i < model.operators.size();) {
    const Operator op = model.operators[i];
    if (fused(model, op)) {
      model.operators.erase(model.operators.begin() +
                            static_cast<std::ptrdiff_t>(i));
    } else {
      ++i;
    }
  }
  return model;
}

}  // namespace mote
