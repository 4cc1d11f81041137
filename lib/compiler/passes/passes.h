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
  bool changes_tensors = false;  // some lose values that nobody needs
  // What is to be said of the pass beside the models before and after it.
  std::string (*note)(const Model& before) = nullptr;
};

// The passes, in the order in which they run.
const std::vector<Pass>& compiler_passes();

// All of them, or (`keep_tensors`) those after which every tensor that is left
// holds what it held before.
Model run_passes(Model model, bool keep_tensors = false);

}  // namespace mote
