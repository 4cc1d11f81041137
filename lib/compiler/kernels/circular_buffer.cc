#include <fmt/format.h>

#include "lib/compiler/kernels/rare_families.h"
#include "lib/compiler/kernels/signal_options.h"

namespace mote {
namespace {

void check_rows(const Operator& op, const Lowering& lowering) {
  const Tensor &input = lowering.input(op, 0), &buffer = lowering.output(op);
  for (const Tensor* tensor : {&input, &buffer}) {
    if (tensor->type == Type::kInt8 && tensor->shape.size() == 4 &&
        tensor->shape[0] == 1) {
      continue;
    }
    lowering.refuse(
        op, fmt::format("'{}' is not int8 of one batch and 4 dimensions",
                        tensor->name));
  }
  if (input.shape[1] != 1 || input.shape[2] != buffer.shape[2] ||
      input.shape[3] != buffer.shape[3]) {
    lowering.refuse(op, fmt::format("'{}' is not one row of '{}'", input.name,
                                    buffer.name));
  }
}

}  // namespace

// The pass give_state made the output a variable and, where there are several
// cycles, added the count and the condition.
Step lower_circular_buffer(const Operator& op, Lowering& lowering) {
  check_rows(op, lowering);
  const Tensor& buffer = lowering.output(op);
  const bool counts = op.outputs.size() == 3;
  Step step = signal_step(
      op, lowering, counts ? "CircularBufferCyclesInt8" : "CircularBufferInt8",
      {0}, counts ? 3 : 1);
  step.header = "device/nn/circular_buffer/circular_buffer.h";
  step.sources = {"device/nn/circular_buffer/circular_buffer.cc"};
  step.parameter_type = "CircularBufferParams";
  step.parameters = {
      {"rows", buffer.shape[1]},
      {"row_size", buffer.elements() / buffer.shape[1]},
      {"cycles", signal_option(op, lowering, "cycles_max", 1, 1 << 20)}};
  step.cost.instructions = 6 * buffer.elements();
  step.comment = fmt::format("the last {} rows", buffer.shape[1]);
  return step;
}

}  // namespace mote
