// Which operators the compiler knows: one row an operator.
#pragma once

#include <string>
#include <vector>

#include "lib/compiler/kernels/lowering.h"

namespace mote {

struct KernelFamily {
  OperatorCode code;
  // Makes the step: checks what is asked for, packs constants, chooses the
  // fastest variant of lowering.target(), sizes scratch and cost. Throws
  // Error for what no variant can do.
  Step (*lower)(const Operator& op, Lowering& lowering);
  // For docs/operators.md.
  std::string types;   // of the values, "any" where they are only moved
  std::string limits;  // what a model must keep to
};

const std::vector<KernelFamily>& kernel_table();

// Custom operators, by the name in the file.
struct CustomKernelFamily {
  std::string name;
  Step (*lower)(const Operator& op, Lowering& lowering);
};

const std::vector<CustomKernelFamily>& custom_kernel_table();

// The step of one operator. Throws Error for operators without a row.
Step lower_operator(const Operator& op, Lowering& lowering);

}  // namespace mote
