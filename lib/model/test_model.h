// Small models for the tests of lib/model.
#pragma once

#include "lib/model/model.h"

namespace mote::test {

// An int8 fully connected layer, 4 -> 2, and a softmax.
Model small_model();

// One of each operator that mote writes, with options that are not defaults.
Model every_operator_model();

}  // namespace mote::test
