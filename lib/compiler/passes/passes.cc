#include "lib/compiler/passes/passes.h"

#include "lib/compiler/passes/clear_constant_channels.h"
#include "lib/compiler/passes/decode_constants.h"
#include "lib/compiler/passes/depthwise_to_conv.h"
#include "lib/compiler/passes/fold_constants.h"
#include "lib/compiler/passes/fold_quantize.h"
#include "lib/compiler/passes/fuse_activations.h"
#include "lib/compiler/passes/fuse_padding.h"
#include "lib/compiler/passes/give_state.h"
#include "lib/compiler/passes/join_subgraphs.h"
#include "lib/compiler/passes/order_operators.h"
#include "lib/compiler/passes/place_variables.h"
#include "lib/compiler/passes/remove_constant_channels.h"

namespace mote {

const std::vector<Pass>& compiler_passes() {
  static const std::vector<Pass> passes = {
      // What a streaming model remembers is a tensor like any other.
      {"place_variables", place_variables},
      {"give_state", give_state},

      // Nothing runs whose result is known.
      {"decode_constants", decode_constants},
      {"fold_constants", fold_constants},
      {"fold_quantize", fold_quantize},

      // Operators join those that can do their work on the way.
      {"fuse_activations", fuse_activations},
      {"fuse_padding", fuse_padding},

      // Layers take the form for which kernels are fastest.
      {"depthwise_to_conv", depthwise_to_conv},
      {"clear_constant_channels", clear_constant_channels},
      {"remove_constant_channels", remove_constant_channels, true},

      // Tensors are alive for as short as can be.
      {"order_operators", order_operators, false, describe_order},

      // Branches and loops become part of the model.
      {"join_subgraphs", join_subgraphs},
  };
  return passes;
}

Model run_passes(Model model, bool keep_tensors) {
  for (const Pass& pass : compiler_passes()) {
    if (keep_tensors && pass.changes_tensors) continue;
    model = pass.run(std::move(model));
  }
  return model;
}

}  // namespace mote
