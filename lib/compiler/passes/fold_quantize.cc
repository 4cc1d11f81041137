#include "lib/compiler/passes/fold_quantize.h"

#include <algorithm>
#include <vector>

#include "lib/compiler/boxes.h"
#include "lib/compiler/passes/readers.h"

namespace mote {
namespace {

bool same_values(const Tensor& a, const Tensor& b) {
  const bool exact =
      a.type == Type::kInt8 || a.type == Type::kUint8 || a.type == Type::kInt16;
  return exact && a.type == b.type && a.quantization.scale.size() == 1 &&
         a.quantization.scale == b.quantization.scale &&
         a.quantization.zero_point == b.quantization.zero_point;
}

// What a Quantize could have read instead of what it makes, or -1.
int original(Model& model, const Operator& op) {
  const Tensor& output = model.tensors[op.outputs[0]];
  const int input = op.inputs[0];
  if (same_values(model.tensors[input], output)) return input;
  const Operator* maker = maker_of(model, input);
  if (!maker || maker->code != OperatorCode::kDequantize) return -1;
  const int before = maker->inputs[0];
  return same_values(model.tensors[before], output) ? before : -1;
}

bool is_variable(Model& model, int tensor) {
  const Operator* maker = maker_of(model, tensor);
  while (maker && is_view(model, *maker)) {
    tensor = maker->inputs[0];
    maker = maker_of(model, tensor);
  }
  return model.tensors[tensor].variable;
}

// Whether nobody reads what `op` makes any more.
bool folded(Model& model, const Operator& op) {
  if (op.code != OperatorCode::kQuantize ||
      std::ranges::count(model.outputs, op.outputs[0]) > 0) {
    return false;
  }
  const int instead = original(model, op);
  if (instead < 0 || is_variable(model, instead)) return false;
  for (Operator& reader : model.operators) {
    std::ranges::replace(reader.inputs, op.outputs[0], instead);
  }
  return true;
}

}  // namespace

Model fold_quantize(Model model) {
  std::vector<char> gone(model.operators.size(), 0);
  for (size_t i = 0; i < model.operators.size(); ++i) {
    gone[i] = folded(model, model.operators[i]);
    if (gone[i]) model.operators[i].inputs.clear();
  }
  std::vector<Operator> kept;
  for (size_t i = 0; i < model.operators.size(); ++i) {
    const Operator& op = model.operators[i];
    const bool unread = op.code == OperatorCode::kDequantize &&
                        count_reads(model, op.outputs[0]) == 0;
    if (!gone[i] && !unread) kept.push_back(op);
  }
  model.operators = std::move(kept);
  return model;
}

}  // namespace mote
