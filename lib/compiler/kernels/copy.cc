#include "lib/compiler/kernels/families.h"

namespace mote {

Step lower_copy(const Operator& op, Lowering& lowering) {
  lowering.require_same_size(op);
  Step step = lowering.begin(op, {0});
  step.kernel = "reference::CopyBytes";
  step.parameter_type = "CopyParams";
  step.header = "device/nn/copy/copy.h";
  step.sources = {"device/nn/copy/copy.cc"};
  step.untyped = true;
  step.parameters = {{"size_bytes", lowering.output(op).bytes()}};
  step.comment = "copy";
  step.cost.instructions = 4 * lowering.output(op).bytes();
  return step;
}

}  // namespace mote
