// Operators that call subgraphs, and the subgraphs they call.
#pragma once

#include <string>

#include "lib/model/model.h"

namespace mote {

// Checks that the subgraphs of every IF and WHILE exist, take and give tensors
// of the operator's types and sizes, say a condition of one bool, and that none
// calls itself, however far around, nor more than 100 others in a chain. Throws
// Error otherwise; `where` is the file. The model and its subgraphs are sound
// each for itself (verify.h).
void verify_subgraphs(const Model& model, const std::string& where);

}  // namespace mote
