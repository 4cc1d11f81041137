#include "lib/compiler/kernels/images.h"

#include "lib/compiler/kernels/kernel_table.h"

namespace mote {
namespace {

constexpr int64_t kWordBytes = 4;

bool takes_one_image(OperatorCode code) {
  switch (code) {
    case OperatorCode::kAveragePool2d:
    case OperatorCode::kConv2d:
    case OperatorCode::kDepthwiseConv2d:
    case OperatorCode::kL2Pool2d:
    case OperatorCode::kMaxPool2d:
    case OperatorCode::kResizeBilinear:
    case OperatorCode::kTransposeConv:
      return true;
    default:
      return false;
  }
}

// Which input holds the images.
size_t image_input(const Operator& op) {
  return op.code == OperatorCode::kTransposeConv ? 2 : 0;
}

}  // namespace

int images_of(const Operator& op, const Lowering& lowering) {
  if (!takes_one_image(op.code)) return 1;
  const std::vector<int>& shape = lowering.input(op, image_input(op)).shape;
  return shape.size() == 4 ? shape[0] : 1;
}

Step lower_images(const Operator& op, Lowering& lowering) {
  const int images = images_of(op, lowering);
  const std::vector<int>& to = lowering.output(op).shape;
  if (to.empty() || to[0] != images) {
    lowering.refuse(op, "its input and output have different batches");
  }
  // The operator with all its tensors, of one image each.
  Model one = lowering.model();
  const auto place = &op - lowering.model().operators.data();
  one.tensors[op.inputs[image_input(op)]].shape[0] = 1;
  one.tensors[op.outputs[0]].shape[0] = 1;
  // Kernels of an instruction set may need tensors at a word's address.
  Target target = lowering.target();
  const bool aligned =
      one.tensors[op.inputs[image_input(op)]].bytes() % kWordBytes == 0 &&
      one.tensors[op.outputs[0]].bytes() % kWordBytes == 0;
  if (!aligned) target.isa = "portable";
  Lowering alone = lowering.of(one, target);
  Step step = lower_operator(one.operators[static_cast<size_t>(place)], alone);
  step.images = images;
  step.lag_bytes = -1;
  if (lowering.tensor(op.inputs[image_input(op)]).bytes() !=
      lowering.output(op).bytes()) {
    step.in_place = false;
  }
  step.cost.instructions *= images;
  step.cost.macs *= images;
  return step;
}

}  // namespace mote
