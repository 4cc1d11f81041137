#pragma once

#include "lib/model/model.h"

namespace mote {

// Before: any model.
// After: operators of the signal library that remember earlier inputs have a
// variable tensor for it as their last input; the file does not speak of it.
// The output of a CIRCULAR_BUFFER is a variable; one that lets the inference go
// on only now and then has its count and a condition as further outputs, and
// STOP_UNLESS follows it.
Model give_state(Model model);

}  // namespace mote
