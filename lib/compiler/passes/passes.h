// What the compiler does to a model before it chooses kernels: each pass is a
// function from a model to a model with the same outputs.
#pragma once

#include <string>
#include <vector>

#include "lib/model/model.h"

namespace mote {

struct Pass {
  std::string name;  // "fuse_activations"
  Model (*run)(Model);
};

// The passes, in the order in which they run.
const std::vector<Pass>& compiler_passes();

// All of them.
Model run_passes(Model model);

}  // namespace mote
