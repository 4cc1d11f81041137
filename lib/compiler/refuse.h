// How the compiler says no.
#pragma once

#include <string>

#include "lib/model/model.h"

namespace mote {

// Throws Error: what of `op`, an operator of `model`, cannot be done, where it
// is, and what to do.
[[noreturn]] void refuse_operator(const Model& model, const Operator& op,
                                  const std::string& what,
                                  const std::string& hint = "");

}  // namespace mote
