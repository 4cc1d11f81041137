#include <algorithm>

#include "lib/compiler/kernels/rare_families.h"

namespace mote {

Step lower_broadcast_args(const Operator& op, Lowering& lowering) {
  const Tensor &first = lowering.input(op, 0), &second = lowering.input(op, 1),
               &output = lowering.output(op);
  for (const Tensor* shape : {&first, &second, &output}) {
    if (shape->shape.size() == 1 && shape->type == output.type &&
        (shape->type == Type::kInt32 || shape->type == Type::kInt64)) {
      continue;
    }
    lowering.refuse(op, "'" + shape->name + "' is not a shape");
  }
  if (output.elements() != std::max(first.elements(), second.elements())) {
    lowering.refuse(op, "its output has the wrong size");
  }
  Step step = lowering.begin(op, {0, 1});
  step.header = "device/nn/shapes/broadcast_args.h";
  step.sources = {"device/nn/shapes/broadcast_args.cc"};
  step.kernel = output.type == Type::kInt32 ? "reference::BroadcastArgsInt32"
                                            : "reference::BroadcastArgsInt64";
  step.parameter_type = "BroadcastArgsParams";
  step.parameters = {{"first_rank", first.elements()},
                     {"second_rank", second.elements()}};
  step.cost.instructions = 20 * output.elements();
  step.comment = "common shape";
  return step;
}

}  // namespace mote
