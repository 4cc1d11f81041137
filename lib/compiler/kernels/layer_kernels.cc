#include "lib/compiler/kernels/layer_kernels.h"

#include "lib/compiler/kernels/armv7em.h"
#include "lib/compiler/kernels/mve.h"
#include "lib/compiler/kernels/staggered.h"
#include "lib/compiler/kernels/wide.h"

namespace mote {

Step lower_layer(const Operator& op, const LayerKernels& kernels,
                 Lowering& lowering) {
  const Type type = lowering.input(op, 0).type;
  if (type != Type::kInt8) {
    lowering.refuse(op, type_name(type) + " activations",
                    "Convert the model to int8 or float32.");
  }
  const ConvLayer layer = kernels.read(op, lowering);
  const Step step = lowering.begin(op, {0});
  ConvLayer simple = layer;
  simplify_constants(simple, op.code == OperatorCode::kDepthwiseConv2d);
  const Target& target = lowering.target();
  const bool rounds_twice = !layer.ties_up();  // only wide kernels do the other
  const struct {
    bool usable;
    LayerKernel kernel;
  } choices[] = {{has_wide(target), kernels.wide},
                 {rounds_twice && has_mve(target), kernels.mve},
                 {rounds_twice && has_armv7em(target), kernels.armv7em},
                 {rounds_twice && has_staggered(target), kernels.staggered}};
  for (const auto& choice : choices) {
    if (!choice.usable) continue;
    if (auto fast = choice.kernel(step, simple, lowering)) return *fast;
  }
  return kernels.portable(step, layer, lowering);
}

}  // namespace mote
