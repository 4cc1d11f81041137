#include "lib/compiler/kernels/signal_options.h"

#include <fmt/format.h>

namespace mote {

int64_t signal_option(const Operator& op, const Lowering& lowering,
                      const std::string& name, int64_t low, int64_t high) {
  const auto found = op.options.numbers.find(name);
  if (found == op.options.numbers.end()) {
    lowering.refuse(op, fmt::format("its option '{}' is missing", name));
  }
  const double value = found->second;
  if (!(value >= static_cast<double>(low) &&
        value <= static_cast<double>(high))) {
    lowering.refuse(op, fmt::format("its option '{}' is {}, not {} to {}", name,
                                    value, low, high));
  }
  return static_cast<int64_t>(value);
}

void require_signal(const Operator& op, const Lowering& lowering,
                    const Tensor& tensor, Type type, int64_t elements) {
  if (tensor.type == type && tensor.elements() == elements) return;
  lowering.refuse(op, fmt::format("'{}' is not {} values of {}", tensor.name,
                                  elements, type_name(type)));
}

Step signal_step(const Operator& op, const Lowering& lowering,
                 const std::string& kernel, const std::vector<size_t>& inputs,
                 size_t outputs) {
  if (op.inputs.size() < inputs.size() || op.outputs.size() != outputs) {
    lowering.refuse(op, "it has another number of inputs or outputs");
  }
  Step step = lowering.begin(op, inputs);
  step.kernel = "reference::" + kernel;
  step.header = "device/nn/signal/signal.h";
  step.cost.instructions = 20 * lowering.output(op).elements();
  return step;
}

}  // namespace mote
