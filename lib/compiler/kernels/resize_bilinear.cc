#include <fmt/format.h>

#include "lib/compiler/kernels/families.h"

namespace mote {
namespace {

void require_images(const Operator& op, const Lowering& lowering) {
  const Tensor& input = lowering.input(op, 0);
  const Tensor& output = lowering.output(op);
  for (const Tensor* tensor : {&input, &output}) {
    if (tensor->shape.size() != 4 || tensor->shape[0] != 1) {
      lowering.refuse(op, fmt::format("'{}' is not one image", tensor->name),
                      "Export the model with a batch of 1.");
    }
  }
  if (input.shape[3] != output.shape[3] || input.type != output.type) {
    lowering.refuse(op, "its input and output do not fit each other");
  }
  if (op.options.align_corners && op.options.half_pixel_centers) {
    lowering.refuse(op, "it aligns both corners and centres");
  }
}

// TensorFlow Lite's ratio of input to output, 10 fraction bits.
int64_t scale_of(bool align_corners, int64_t input, int64_t output) {
  if (align_corners && output > 1) --input, --output;
  return ((input << 10) + output / 2) / output;
}

double real_scale_of(bool align_corners, int input, int output) {
  if (align_corners && output > 1) --input, --output;
  return double{static_cast<float>(input) / static_cast<float>(output)};
}

}  // namespace

Step lower_resize_bilinear(const Operator& op, Lowering& lowering) {
  require_images(op, lowering);
  const std::vector<int>& from = lowering.input(op, 0).shape;
  const std::vector<int>& to = lowering.output(op).shape;
  const OperatorOptions& o = op.options;
  Step step = lowering.begin(op, {0});
  step.header = "device/nn/resize/resize_bilinear.h";
  step.sources = {"device/nn/resize/resize_bilinear.cc"};
  step.comment = fmt::format("resize {}x{} to {}x{}, bilinear", from[1],
                             from[2], to[1], to[2]);
  step.cost.instructions = 60 * lowering.output(op).elements();
  step.parameters = {{"input_height", int64_t{from[1]}},
                     {"input_width", int64_t{from[2]}},
                     {"output_height", int64_t{to[1]}},
                     {"output_width", int64_t{to[2]}},
                     {"channels", int64_t{to[3]}},
                     {"half_pixel_centers", int64_t{o.half_pixel_centers}}};
  const Type type = lowering.output(op).type;
  if (type == Type::kInt8) {
    step.kernel = "reference::ResizeBilinearInt8";
    step.parameter_type = "ResizeBilinearParams";
    step.parameters.push_back(
        {"scale_height", scale_of(o.align_corners, from[1], to[1])});
    step.parameters.push_back(
        {"scale_width", scale_of(o.align_corners, from[2], to[2])});
  } else if (type == Type::kFloat32) {
    step.kernel = "reference::ResizeBilinearFloat";
    step.parameter_type = "ResizeBilinearFloatParams";
    step.parameters.push_back(
        {"scale_height", real_scale_of(o.align_corners, from[1], to[1])});
    step.parameters.push_back(
        {"scale_width", real_scale_of(o.align_corners, from[2], to[2])});
  } else {
    lowering.refuse(op, type_name(type) + " values",
                    "Convert the model to int8 or float32.");
  }
  return step;
}

}  // namespace mote
