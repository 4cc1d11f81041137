// `mote compile MODEL --compare`: float, int8, TFLM-order and target side by
// side.
#pragma once

#include <string>

#include "app/cli/arguments.h"
#include "lib/compiler/compile.h"

namespace mote {

struct CompareOptions {
  std::string input;       // a file of raw input values; empty: random ones
  std::string real_model;  // where float is computed from; empty: the model
  int seed = 1;            // of random values
};

// 1 when the target differs from what it must equal, else 0.
int compare_layers_command(Console& console, const CommonOptions& common,
                           const Model& model, const Target& target,
                           const CompileOptions& compile_options,
                           const CompareOptions& options);

}  // namespace mote
