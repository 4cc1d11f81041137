#include "lib/compiler/passes/readers.h"

#include <algorithm>

namespace mote {

int64_t count_reads(const Model& model, int tensor) {
  int64_t count = std::ranges::count(model.outputs, tensor);
  for (const Operator& op : model.operators) {
    count += std::ranges::count(op.inputs, tensor);
  }
  return count;
}

Operator* maker_of(Model& model, int tensor) {
  for (Operator& op : model.operators) {
    if (op.outputs.size() == 1 && op.outputs[0] == tensor) return &op;
  }
  return nullptr;
}

Operator* only_reader(Model& model, int tensor) {
  if (count_reads(model, tensor) != 1) return nullptr;
  for (Operator& op : model.operators) {
    if (std::ranges::count(op.inputs, tensor) == 1) return &op;
  }
  return nullptr;
}

}  // namespace mote
