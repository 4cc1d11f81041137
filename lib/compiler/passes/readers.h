// Who makes a tensor of a model and who reads it.
#pragma once

#include <cstdint>

#include "lib/model/model.h"

namespace mote {

// How often a tensor is read, the model's outputs included.
int64_t count_reads(const Model& model, int tensor);

// The operator that makes `tensor` and nothing else, or null.
Operator* maker_of(Model& model, int tensor);

// The operator that reads `tensor`, once; null when none or more do, or when
// the tensor is an output of the model.
Operator* only_reader(Model& model, int tensor);

}  // namespace mote
