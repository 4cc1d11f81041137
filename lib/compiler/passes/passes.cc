#include "lib/compiler/passes/passes.h"

#include "lib/compiler/passes/depthwise_to_conv.h"
#include "lib/compiler/passes/fold_constants.h"
#include "lib/compiler/passes/fuse_activations.h"
#include "lib/compiler/passes/place_variables.h"

namespace mote {

const std::vector<Pass>& compiler_passes() {
  static const std::vector<Pass> passes = {
      {"place_variables", place_variables},
      {"fold_constants", fold_constants},
      {"fuse_activations", fuse_activations},
      {"depthwise_to_conv", depthwise_to_conv},
  };
  return passes;
}

Model run_passes(Model model) {
  for (const Pass& pass : compiler_passes()) model = pass.run(std::move(model));
  return model;
}

}  // namespace mote
