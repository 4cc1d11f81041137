#include "lib/compiler/kernels/lowering.h"

#include <fmt/format.h>

#include <algorithm>

#include "lib/compiler/refuse.h"

namespace mote {

bool Lowering::has_input(const Operator& op, size_t i) const {
  return i < op.inputs.size() && op.inputs[i] >= 0;
}

const Tensor& Lowering::input(const Operator& op, size_t i) const {
  if (!has_input(op, i)) refuse(op, fmt::format("input {} is missing", i));
  return model_.tensors[op.inputs[i]];
}

const Tensor& Lowering::output(const Operator& op, size_t i) const {
  if (i >= op.outputs.size()) {
    refuse(op, fmt::format("output {} is missing", i));
  }
  return model_.tensors[op.outputs[i]];
}

Step Lowering::begin(const Operator& op,
                     const std::vector<size_t>& inputs) const {
  Step step;
  step.layer = output(op).name;
  if (output(op).elements() == 0) refuse(op, "its output is empty");
  for (const size_t i : inputs) {
    if (input(op, i).elements() == 0) {
      refuse(op, fmt::format("'{}' is empty", input(op, i).name));
    }
    step.input_tensors.push_back(op.inputs[i]);
  }
  step.output_tensors = op.outputs;
  return step;
}

void Lowering::require_same_size(const Operator& op) const {
  if (input(op, 0).elements() == output(op).elements()) return;
  refuse(op, fmt::format("{} values in, but {} out", input(op, 0).elements(),
                         output(op).elements()));
}

void Lowering::refuse(const Operator& op, const std::string& what,
                      const std::string& hint) const {
  refuse_operator(model_, op, what, hint);
}

Location Lowering::constant_bytes(const std::string& role, Type type,
                                  std::vector<uint8_t> data,
                                  const std::string& comment, int alignment) {
  Location location;
  location.kind = Location::Kind::kConstant;
  for (size_t i = 0; i < plan_.constants.size(); ++i) {
    Constant& known = plan_.constants[i];
    if (known.type == type && known.data == data) {
      known.alignment = std::max(known.alignment, alignment);
      location.index = static_cast<int>(i);
      return location;
    }
  }
  Constant constant;
  constant.name = fmt::format("Layer{}{}", plan_.steps.size() + 1, role);
  constant.type = type;
  constant.data = std::move(data);
  constant.alignment = alignment;
  constant.comment = comment;
  location.index = static_cast<int>(plan_.constants.size());
  plan_.constants.push_back(std::move(constant));
  return location;
}

}  // namespace mote
