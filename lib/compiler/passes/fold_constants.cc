#include "lib/compiler/passes/fold_constants.h"

#include <algorithm>

namespace mote {

Model fold_constants(Model model) {
  const auto folded = [&](const Operator& op) {
    if (op.code != OperatorCode::kReshape || op.inputs.empty()) return false;
    const Tensor& input = model.tensors[op.inputs[0]];
    const int output = op.outputs[0];
    const bool wanted_outside =
        std::find(model.outputs.begin(), model.outputs.end(), output) !=
        model.outputs.end();
    if (!input.constant() || wanted_outside) return false;
    model.tensors[output].data = input.data;
    return true;
  };
  std::vector<Operator> kept;
  for (Operator& op : model.operators) {
    if (!folded(op)) kept.push_back(std::move(op));
  }
  model.operators = std::move(kept);
  return model;
}

}  // namespace mote
