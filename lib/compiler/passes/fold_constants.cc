#include "lib/compiler/passes/fold_constants.h"

#include <algorithm>
#include <cstring>

#include "device/nn/shapes/broadcast_args.h"
#include "lib/compiler/boxes.h"

namespace mote {
namespace {

bool is_output_of_model(const Model& model, const Operator& op) {
  return std::ranges::any_of(op.outputs, [&](int output) {
    return std::ranges::find(model.outputs, output) != model.outputs.end();
  });
}

std::vector<uint8_t> shape_bytes(const Tensor& input, const Tensor& output) {
  std::vector<int32_t> values(input.shape.begin(), input.shape.end());
  std::vector<uint8_t> bytes(4 * values.size());
  if (output.type != Type::kInt32 ||
      output.bytes() != static_cast<int64_t>(bytes.size())) {
    return {};
  }
  if (!bytes.empty()) std::memcpy(bytes.data(), values.data(), bytes.size());
  return bytes;
}

// The shape that two constant shapes broadcast to; nothing when they are not
// constant or do not fit, which the kernel's family then refuses.
std::vector<uint8_t> broadcast_shape(const Tensor& a, const Tensor& b,
                                     const Tensor& output) {
  if (!a.constant() || !b.constant() || a.type != Type::kInt32 ||
      b.type != Type::kInt32 || output.type != Type::kInt32 ||
      output.elements() != std::max(a.elements(), b.elements())) {
    return {};
  }
  const auto first = constant_values<int32_t>(a);
  const auto second = constant_values<int32_t>(b);
  std::vector<int32_t> values(static_cast<size_t>(output.elements()));
  nn::reference::BroadcastArgsInt32(
      {static_cast<int32_t>(first.size()), static_cast<int32_t>(second.size())},
      first.data(), second.data(), values.data(), nullptr);
  std::vector<uint8_t> bytes(4 * values.size());
  if (!bytes.empty()) std::memcpy(bytes.data(), values.data(), bytes.size());
  return bytes;
}

// Inputs that hold values; the others steer.
bool moves_constants(const Model& model, const Operator& op) {
  const std::vector<BoxMove> moves = box_moves(model, op);
  return !moves.empty() && std::ranges::all_of(moves, [&](const BoxMove& move) {
    return model.tensors[op.inputs[move.input]].constant();
  });
}

void move_constants(Model& model, const Operator& op) {
  const std::vector<BoxMove> moves = box_moves(model, op);
  for (const int output : op.outputs) {
    Tensor& tensor = model.tensors[output];
    tensor.data.assign(static_cast<size_t>(tensor.bytes()), 0);
  }
  for (const BoxMove& move : moves) {
    const Tensor& from = model.tensors[op.inputs[move.input]];
    Tensor& to = model.tensors[op.outputs[move.output]];
    nn::reference::MoveBytes(
        move.params, reinterpret_cast<const int8_t*>(from.data.data()),
        reinterpret_cast<int8_t*>(to.data.data()), nullptr);
  }
}

// Whether the outputs of `op` are constant tensors now.
bool folded(Model& model, const Operator& op) {
  if (op.inputs.empty() || op.outputs.empty() || op.inputs[0] < 0 ||
      is_output_of_model(model, op)) {
    return false;
  }
  const Tensor& input = model.tensors[op.inputs[0]];
  Tensor& output = model.tensors[op.outputs[0]];
  if (op.code == OperatorCode::kShape) {
    output.data = shape_bytes(input, output);
    return output.constant();
  }
  if (op.code == OperatorCode::kBroadcastArgs) {
    output.data = broadcast_shape(input, model.tensors[op.inputs[1]], output);
    return output.constant();
  }
  if (moves_boxes(model, op)) {
    if (!moves_constants(model, op)) return false;
    move_constants(model, op);
    return true;
  }
  if (!input.constant() || !is_view(model, op) ||
      input.bytes() != output.bytes()) {
    return false;
  }
  output.data = input.data;
  return true;
}

}  // namespace

Model fold_constants(Model model) {
  std::vector<Operator> kept;
  // Not moved out one by one: messages count operators by their place.
  const std::vector<Operator> operators = model.operators;
  for (size_t i = 0; i < operators.size(); ++i) {
    if (!folded(model, model.operators[i])) kept.push_back(operators[i]);
  }
  model.operators = std::move(kept);
  return model;
}

}  // namespace mote
