#include "lib/compiler/refuse.h"

#include <fmt/format.h>

#include "lib/base/error.h"

namespace mote {

void refuse_operator(const Model& model, const Operator& op,
                     const std::string& what, const std::string& hint) {
  const std::string tensor =
      op.outputs.empty() ? "no tensor" : tensor_title(model, op.outputs[0]);
  throw Error(fmt::format("{}: {}", operator_name(op), what),
              fmt::format("operator {}, which makes {}",
                          &op - model.operators.data(), tensor),
              hint.empty() ? "The file may be damaged, or say what no "
                             "interpreter takes; convert the model again."
                           : hint);
}

}  // namespace mote
