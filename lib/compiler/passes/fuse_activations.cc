#include "lib/compiler/passes/fuse_activations.h"

#include <cstddef>

#include "lib/compiler/passes/readers.h"

namespace mote {
namespace {

bool has_activation(OperatorCode code) {
  return code == OperatorCode::kConv2d ||
         code == OperatorCode::kDepthwiseConv2d ||
         code == OperatorCode::kFullyConnected || code == OperatorCode::kAdd;
}

bool only_clamps(const Tensor& before, const Tensor& after) {
  if (before.type != after.type) return false;
  if (before.type == Type::kFloat32) return true;
  return before.quantization.scale == after.quantization.scale &&
         before.quantization.zero_point == after.quantization.zero_point;
}

// Takes `op` into the operator that makes its input, if that can be.
bool fused(Model& model, const Operator& op) {
  const bool relu = op.code == OperatorCode::kRelu;
  if (!relu && op.code != OperatorCode::kRelu6) return false;
  Operator* before = maker_of(model, op.inputs[0]);
  if (!before || !has_activation(before->code)) return false;
  if (before->options.activation != Activation::kNone) return false;
  if (count_reads(model, op.inputs[0]) != 1) return false;
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
