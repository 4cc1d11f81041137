#include "lib/compiler/passes/fuse_padding.h"

#include <algorithm>
#include <cstddef>
#include <optional>

#include "lib/compiler/passes/readers.h"

namespace mote {
namespace {

// Rows and columns beside an image.
struct Border {
  int top = 0, bottom = 0, left = 0, right = 0;
};

// What `op` adds, if it is a Pad that adds rows and columns alone.
std::optional<Border> border_of(const Model& model, const Operator& op) {
  if (op.code != OperatorCode::kPad || op.inputs.size() != 2) return {};
  const Tensor& image = model.tensors[op.inputs[0]];
  const Tensor& padded = model.tensors[op.outputs[0]];
  const Tensor& borders = model.tensors[op.inputs[1]];
  if (!borders.constant() || borders.type != Type::kInt32 ||
      borders.elements() != 8 || image.shape.size() != 4 ||
      image.type != padded.type ||
      image.quantization.scale != padded.quantization.scale ||
      image.quantization.zero_point != padded.quantization.zero_point) {
    return {};
  }
  const std::vector<int32_t> b = constant_values<int32_t>(borders);
  if (b[0] != 0 || b[1] != 0 || b[6] != 0 || b[7] != 0) return {};
  const Border border{b[2], b[3], b[4], b[5]};
  const std::vector<int>&from = image.shape, &to = padded.shape;
  const bool fits = to.size() == 4 && std::ranges::min(b) >= 0 &&
                    to[1] - from[1] == border.top + border.bottom &&
                    to[2] - from[2] == border.left + border.right;
  return fits ? std::optional(border) : std::nullopt;
}

// Whether the window of `op` can take the border: every window sees a row and
// a column of the image, as kernels expect.
bool takes(const Model& model, const Operator& op, const Border& border) {
  if ((op.code != OperatorCode::kConv2d &&
       op.code != OperatorCode::kDepthwiseConv2d) ||
      op.options.padding != Padding::kValid || op.inputs.size() < 2) {
    return false;
  }
  const std::vector<int>& weights = model.tensors[op.inputs[1]].shape;
  if (weights.size() != 4) return false;
  const OperatorOptions& o = op.options;
  const int height = (weights[1] - 1) * o.dilation_h + 1;
  const int width = (weights[2] - 1) * o.dilation_w + 1;
  return std::max(border.top, border.bottom) < height &&
         std::max(border.left, border.right) < width;
}

// Takes `pad` into the operator that reads it, if that can be.
bool fused(Model& model, const Operator& pad) {
  const std::optional<Border> border = border_of(model, pad);
  if (!border) return false;
  Operator* reader = only_reader(model, pad.outputs[0]);
  if (!reader || reader->inputs[0] != pad.outputs[0] ||
      !takes(model, *reader, *border)) {
    return false;
  }
  OperatorOptions& o = reader->options;
  o.padding = Padding::kExplicit;
  o.pad_top = border->top, o.pad_bottom = border->bottom;
  o.pad_left = border->left, o.pad_right = border->right;
  reader->inputs[0] = pad.inputs[0];
  return true;
}

}  // namespace

Model fuse_padding(Model model) {
  for (size_t i = 0; i < model.operators.size();) {
    const Operator op = model.operators[i];
    if (fused(model, op)) {
      model.operators.erase(model.operators.begin() +
                            static_cast<std::ptrdiff_t>(i));
    } else {
      ++i;
    }
  }
  return model;
}

}  // namespace mote
