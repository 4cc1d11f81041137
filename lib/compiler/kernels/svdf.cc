#include <fmt/format.h>

#include "lib/compiler/kernels/conv_layer.h"
#include "lib/compiler/kernels/families.h"
#include "lib/compiler/kernels/quantization.h"

namespace mote {
namespace {

struct Sizes {
  int64_t batches, inputs, filters, rank, memory;
};

Sizes read_sizes(const Operator& op, const Lowering& lowering) {
  const Tensor& input = lowering.input(op, 0);
  const Tensor& features = lowering.input(op, 1);
  const Tensor& times = lowering.input(op, 2);
  const Tensor& state = lowering.input(op, 4);
  const int64_t rank = op.options.rank;
  const bool flat = input.shape.size() == 2 && input.shape[0] >= 1 &&
                    features.shape.size() == 2 && times.shape.size() == 2;
  if (!flat || rank < 1 || features.shape[0] % rank != 0 ||
      features.shape[1] != input.shape[1] ||
      times.shape[0] != features.shape[0] ||
      state.elements() != input.shape[0] * times.elements() ||
      !state.variable ||
      lowering.output(op).elements() !=
          input.shape[0] * (features.shape[0] / rank)) {
    lowering.refuse(op, "its shapes do not fit each other");
  }
  if (!features.constant() || !times.constant()) {
    lowering.refuse(op, "its weights are computed, not constant");
  }
  return {input.shape[0], input.shape[1], features.shape[0], rank,
          times.shape[1]};
}

// TensorFlow Lite Micro multiplies in single precision.
Multiplier single_precision(const Tensor& a, const Tensor& b,
                            const Tensor& output) {
  const float scale = static_cast<float>(a.scale()) *
                      static_cast<float>(b.scale()) /
                      static_cast<float>(output.scale());
  return quantize_multiplier(double{scale});
}

void append_int8(Step& step, const Operator& op, Lowering& lowering,
                 int units) {
  const Tensor& input = lowering.input(op, 0);
  const Tensor& features = lowering.input(op, 1);
  const Tensor& times = lowering.input(op, 2);
  const Tensor& state = lowering.input(op, 4);
  const Tensor& output = lowering.output(op);
  if (state.type != times.type || output.type != Type::kInt8 ||
      (state.type != Type::kInt8 && state.type != Type::kInt16)) {
    lowering.refuse(op, type_name(state.type) + " state",
                    "mote has SVDF with a state of int8 or int16.");
  }
  const Multiplier feature = single_precision(input, features, state);
  const Multiplier time = single_precision(state, times, output);
  step.kernel = state.type == Type::kInt8 ? "reference::SvdfInt8"
                                          : "reference::SvdfInt16State";
  step.parameter_type = "SvdfParams";
  step.parameters.insert(
      step.parameters.end(),
      {{"input_zero_point", int64_t{input.zero_point()}},
       {"state_zero_point", int64_t{state.zero_point()}},
       {"output_zero_point", int64_t{output.zero_point()}},
       {"feature_multiplier", int64_t{feature.multiplier}},
       {"feature_shift", int64_t{feature.shift}},
       {"output_multiplier", int64_t{time.multiplier}},
       {"output_shift", int64_t{time.shift}},
       {"feature_weights", lowering.constant("FeatureWeights", Type::kInt8,
                                             constant_values<int8_t>(features),
                                             "weights {filter, input}")},
       {"bias", lowering.constant("Bias", Type::kInt32,
                                  read_bias(op, lowering, units, 3), "bias")}});
}

void append_float(Step& step, const Operator& op, Lowering& lowering,
                  int units) {
  const FloatRange range = float_activation_range(op.options.activation);
  step.kernel = "reference::SvdfFloat";
  step.parameter_type = "SvdfFloatParams";
  step.parameters.insert(
      step.parameters.end(),
      {{"activation_min", double{range.min}},
       {"activation_max", double{range.max}},
       {"feature_weights",
        lowering.constant("FeatureWeights", Type::kFloat32,
                          constant_values<float>(lowering.input(op, 1)),
                          "weights {filter, input}")},
       {"bias",
        lowering.constant("Bias", Type::kFloat32,
                          read_float_bias(op, lowering, units, 3), "bias")}});
}

}  // namespace

Step lower_svdf(const Operator& op, Lowering& lowering) {
  const Sizes sizes = read_sizes(op, lowering);
  const int units = static_cast<int>(sizes.filters / sizes.rank);
  Step step = lowering.begin(op, {0, 2});
  step.output_tensors.push_back(op.inputs[4]);
  step.header = "device/nn/svdf/svdf.h";
  step.sources = {"device/nn/svdf/svdf.cc"};
  step.parameters = {{"batches", sizes.batches},
                     {"inputs", sizes.inputs},
                     {"filters", sizes.filters},
                     {"rank", sizes.rank},
                     {"memory", sizes.memory}};
  step.comment = fmt::format("SVDF {}->{}, {} steps of memory", sizes.inputs,
                             units, sizes.memory);
  step.cost.macs =
      sizes.batches * sizes.filters * (sizes.inputs + sizes.memory);
  step.cost.instructions = 9 * step.cost.macs;
  const Type type = lowering.input(op, 0).type;
  if (type == Type::kInt8) {
    append_int8(step, op, lowering, units);
  } else if (type == Type::kFloat32 &&
             lowering.input(op, 4).type == Type::kFloat32) {
    append_float(step, op, lowering, units);
  } else {
    lowering.refuse(op, type_name(type) + " values",
                    "Convert the model to int8 or float32.");
  }
  return step;
}

}  // namespace mote
