#include "lib/compiler/passes/give_state.h"

namespace mote {

Model give_state(Model model) {
  for (Operator& op : model.operators) {
    if (op.code != OperatorCode::kCustom || op.outputs.empty() ||
        op.custom_name != "SignalFilterBankSpectralSubtraction") {
      continue;
    }
    // One noise estimate a channel.
    Tensor state = model.tensors[op.outputs[0]];
    state.name += "/state";
    state.variable = true;
    op.inputs.push_back(static_cast<int>(model.tensors.size()));
    model.tensors.push_back(std::move(state));
  }
  return model;
}

}  // namespace mote
