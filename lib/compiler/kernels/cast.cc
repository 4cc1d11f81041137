#include "lib/compiler/kernels/families.h"

namespace mote {
namespace {

std::string capital(Type type) {
  if (type == Type::kFloat32) return "Float";
  std::string name = type_name(type);
  name[0] = static_cast<char>(std::toupper(name[0]));
  return name;
}

bool is_castable(Type type) {
  return type == Type::kInt8 || type == Type::kInt16 || type == Type::kInt32 ||
         type == Type::kFloat32;
}

// With the same bits.
bool is_same_word(Type from, Type to) {
  const auto word = [](Type type) {
    return type == Type::kInt32 || type == Type::kUint32;
  };
  return from == to || (word(from) && word(to));
}

}  // namespace

Step lower_cast(const Operator& op, Lowering& lowering) {
  const Type from = lowering.input(op, 0).type;
  const Type to = lowering.output(op).type;
  if (is_same_word(from, to)) return lower_copy(op, lowering);
  if ((!is_castable(from) && from != Type::kBool) || !is_castable(to)) {
    lowering.refuse(op, type_name(from) + " to " + type_name(to),
                    "mote casts between int8, int16, int32 and float32, and "
                    "bool to these.");
  }
  lowering.require_same_size(op);
  Step step = lowering.begin(op, {0});
  step.kernel = "reference::Cast" + capital(from) + "To" + capital(to);
  step.parameter_type = "CastParams";
  step.header = "device/nn/cast/cast.h";
  step.sources = {"device/nn/cast/cast.cc"};
  step.parameters = {{"size", lowering.output(op).elements()}};
  step.comment = type_name(from) + " to " + type_name(to);
  step.cost.instructions = 6 * lowering.output(op).elements();
  return step;
}

}  // namespace mote
