#pragma once

#include "lib/model/model.h"

namespace mote {

// Before: variables are named by VAR_HANDLE, as converters write them, and
// filled by a subgraph that CALL_ONCE runs.
// After: each is a tensor (`variable`, `initial`) that operators read and
// write directly where nobody could tell the difference; elsewhere
// READ_VARIABLE copies the tensor out (its input is the variable) and
// ASSIGN_VARIABLE copies a value in (its output is the variable).
// Throws Error for variables that are never filled or change their shape.
Model place_variables(Model model);

}  // namespace mote
