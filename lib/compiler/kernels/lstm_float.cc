#include "lib/compiler/kernels/lstm_float.h"

#include <fmt/format.h>

#include "lib/compiler/kernels/conv_layer.h"

namespace mote {
namespace {

// Positions in the operator's list of inputs, in the order of
// nn::LstmFloatParams: forget, input, cell, output.
constexpr size_t kHiddenState = 18, kCellState = 19;
constexpr size_t kInputWeights[] = {2, 1, 3, 4};
constexpr size_t kStateWeights[] = {6, 5, 7, 8};
constexpr size_t kBias[] = {13, 12, 14, 15};

struct Sizes {
  int64_t batches, steps, inputs, units;
};

Sizes read_sizes(const Operator& op, const Lowering& lowering) {
  const Tensor& input = lowering.input(op, 0);
  const Tensor& output = lowering.output(op);
  if (input.shape.size() != 3 || output.shape.size() != 3) {
    lowering.refuse(op, "its input or output is not a sequence");
  }
  const size_t batch = op.options.time_major ? 1 : 0, time = 1 - batch;
  const Sizes sizes = {input.shape[batch], input.shape[time], input.shape[2],
                       output.shape[2]};
  bool fits = output.shape[batch] == input.shape[batch] &&
              output.shape[time] == input.shape[time];
  for (const size_t place : {kHiddenState, kCellState}) {
    const Tensor& state = lowering.input(op, place);
    fits = fits && state.type == Type::kFloat32 && state.variable &&
           state.elements() == sizes.batches * sizes.units;
  }
  if (!fits || output.type != Type::kFloat32) {
    lowering.refuse(op, "its states do not fit its input and output");
  }
  return sizes;
}

std::vector<float> read_weights(const Operator& op, const Lowering& lowering,
                                const size_t (&places)[4], int64_t rows,
                                int64_t columns) {
  std::vector<float> all;
  for (const size_t place : places) {
    const Tensor& weights = lowering.input(op, place);
    if (!weights.constant() || weights.type != Type::kFloat32 ||
        weights.shape.size() != 2 || weights.shape[0] != rows ||
        weights.shape[1] != columns) {
      lowering.refuse(op, fmt::format("weights '{}' do not fit", weights.name));
    }
    const std::vector<float> values = constant_values<float>(weights);
    all.insert(all.end(), values.begin(), values.end());
  }
  return all;
}

std::vector<float> read_biases(const Operator& op, Lowering& lowering,
                               int64_t units) {
  std::vector<float> all;
  for (const size_t place : kBias) {
    const std::vector<float> values =
        read_float_bias(op, lowering, static_cast<int>(units), place);
    all.insert(all.end(), values.begin(), values.end());
  }
  return all;
}

}  // namespace

Step lower_lstm_float(const Operator& op, Lowering& lowering) {
  const Sizes sizes = read_sizes(op, lowering);
  Step step = lowering.begin(op, {0});
  step.output_tensors.push_back(op.inputs[kHiddenState]);
  step.output_tensors.push_back(op.inputs[kCellState]);
  step.kernel = "reference::LstmFloat";
  step.parameter_type = "LstmFloatParams";
  step.header = "device/nn/lstm/lstm_float.h";
  step.sources = {"device/nn/lstm/lstm_float.cc"};
  const auto real = [&](const char* role, const std::vector<float>& values,
                        const char* comment) {
    return lowering.constant(role, Type::kFloat32, values, comment);
  };
  step.parameters = {
      {"batches", sizes.batches},
      {"steps", sizes.steps},
      {"inputs", sizes.inputs},
      {"units", sizes.units},
      {"time_major", int64_t{op.options.time_major}},
      {"cell_clip", double{op.options.cell_clip}},
      {"input_weights", real("InputWeights",
                             read_weights(op, lowering, kInputWeights,
                                          sizes.units, sizes.inputs),
                             "weights {gate, unit, input}")},
      {"state_weights",
       real("StateWeights",
            read_weights(op, lowering, kStateWeights, sizes.units, sizes.units),
            "weights {gate, unit, unit}")},
      {"bias", real("Bias", read_biases(op, lowering, sizes.units), "bias")}};
  step.cost.scratch_bytes = 16 * sizes.units;
  step.cost.macs = 4 * sizes.batches * sizes.steps * sizes.units *
                   (sizes.inputs + sizes.units);
  step.cost.instructions = 8 * step.cost.macs;
  step.comment = fmt::format("LSTM {}->{} over {} steps", sizes.inputs,
                             sizes.units, sizes.steps);
  return step;
}

}  // namespace mote
