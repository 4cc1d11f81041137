#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "lib/compiler/kernels/conv_layer.h"
#include "lib/compiler/kernels/families.h"
#include "lib/compiler/kernels/int16_layers.h"
#include "lib/compiler/kernels/lstm_float.h"
#include "lib/compiler/kernels/quantization.h"
#include "lib/compiler/kernels/sigmoid_table.h"

namespace mote {
namespace {

// Positions in the operator's list of inputs.
constexpr size_t kHiddenState = 18, kCellState = 19;

struct GateInputs {
  const char* name;
  size_t input_weights, state_weights, bias;
};
// In the order of nn::LstmParams.
constexpr GateInputs kGates[] = {{"forget", 2, 6, 13},
                                 {"input", 1, 5, 12},
                                 {"cell", 3, 7, 14},
                                 {"output", 4, 8, 15}};

struct Sizes {
  int64_t batches, steps, inputs, units;
};

void require_plain(const Operator& op, const Lowering& lowering) {
  for (const size_t i : {9u, 10u, 11u, 16u, 17u, 20u, 21u, 22u, 23u}) {
    if (lowering.has_input(op, i)) {
      lowering.refuse(op,
                      "it has peepholes, a projection or layer normalization",
                      "Use Keras' LSTM with its default options.");
    }
  }
}

Sizes read_sizes(const Operator& op, const Lowering& lowering) {
  require_plain(op, lowering);
  const Tensor& input = lowering.input(op, 0);
  const Tensor& hidden = lowering.input(op, kHiddenState);
  const Tensor& cell = lowering.input(op, kCellState);
  const Tensor& output = lowering.output(op);
  if (input.shape.size() != 3 || output.shape.size() != 3) {
    lowering.refuse(op, "its input or output is not a sequence");
  }
  const size_t batch = op.options.time_major ? 1 : 0, time = 1 - batch;
  const Sizes sizes = {input.shape[batch], input.shape[time], input.shape[2],
                       output.shape[2]};
  const int64_t states = sizes.batches * sizes.units;
  if (output.shape[time] != input.shape[time] ||
      output.shape[batch] != input.shape[batch] ||
      hidden.elements() != states || cell.elements() != states ||
      !hidden.variable || !cell.variable) {
    lowering.refuse(op, "its shapes do not fit each other");
  }
  if ((input.type != Type::kInt8 && input.type != Type::kInt16) ||
      output.type != input.type || hidden.type != input.type ||
      cell.type != Type::kInt16) {
    lowering.refuse(op,
                    fmt::format("{} values with a state of {}",
                                type_name(input.type), type_name(cell.type)),
                    "Convert the model to int8.");
  }
  for (const Tensor* tensor : {&input, &hidden}) {
    if (tensor->type == Type::kInt16 && tensor->zero_point() != 0) {
      lowering.refuse(op, "'" + tensor->name + "' has a zero point",
                      "16-bit tensors have zero point 0.");
    }
  }
  return sizes;
}

std::vector<int8_t> weights_of(const Operator& op, const Lowering& lowering,
                               size_t i, int64_t rows, int64_t columns) {
  const Tensor& weights = lowering.input(op, i);
  if (!weights.constant() || weights.type != Type::kInt8 ||
      weights.shape.size() != 2 || weights.shape[0] != rows ||
      weights.shape[1] != columns || weights.zero_point() != 0) {
    lowering.refuse(op, fmt::format("weights '{}' do not fit", weights.name));
  }
  return constant_values<int8_t>(weights);
}

// What the zero point of `values` adds to each row's sum.
std::vector<int32_t> folded(std::vector<int32_t> bias,
                            const std::vector<int8_t>& weights,
                            const Tensor& values) {
  const size_t columns = weights.size() / bias.size();
  for (size_t row = 0; row < bias.size(); ++row) {
    int64_t sum = 0;
    for (size_t k = 0; k < columns; ++k) sum += weights[row * columns + k];
    bias[row] =
        static_cast<int32_t>(static_cast<uint32_t>(bias[row]) -
                             static_cast<uint32_t>(sum * values.zero_point()));
  }
  return bias;
}

// Weights and biases of all gates, one after the other.
struct GateConstants {
  std::vector<int8_t> input_weights, state_weights;
  std::vector<int32_t> input_bias, state_bias;
  std::vector<int64_t> long_bias;  // of 16-bit inputs, instead
};

template <typename T>
void append(std::vector<T>& to, const std::vector<T>& from) {
  to.insert(to.end(), from.begin(), from.end());
}

GateConstants read_gates(const Operator& op, Lowering& lowering,
                         const Sizes& sizes) {
  const Tensor& input = lowering.input(op, 0);
  const Tensor& hidden = lowering.input(op, kHiddenState);
  GateConstants all;
  for (const GateInputs& gate : kGates) {
    const auto of_input =
        weights_of(op, lowering, gate.input_weights, sizes.units, sizes.inputs);
    const auto of_state =
        weights_of(op, lowering, gate.state_weights, sizes.units, sizes.units);
    append(all.input_weights, of_input);
    append(all.state_weights, of_state);
    const int units = static_cast<int>(sizes.units);
    if (input.type == Type::kInt16) {
      append(all.long_bias, read_long_bias(op, lowering, units, gate.bias));
      continue;
    }
    const auto bias = read_bias(op, lowering, units, gate.bias);
    append(all.input_bias, folded(bias, of_input, input));
    append(all.state_bias,
           folded(std::vector<int32_t>(bias.size(), 0), of_state, hidden));
  }
  return all;
}

void append_scale(Step& step, const std::string& name, const Multiplier& m) {
  step.parameters.push_back({name + "multiplier", int64_t{m.multiplier}});
  step.parameters.push_back({name + "shift", int64_t{m.shift}});
}

void append_gates(Step& step, const Operator& op, Lowering& lowering) {
  constexpr double kGateScale = 0x1p-12;  // Q3.12
  const auto scale = [&](const Tensor& values, size_t weights) {
    const float product =
        static_cast<float>(values.scale()) *
        static_cast<float>(lowering.input(op, weights).scale());
    const Multiplier m = quantize_multiplier(double{product} / kGateScale);
    if (values.type == Type::kInt16 && m.shift > kLargestLongShift) {
      lowering.refuse(op, "the scales of its tensors are too far apart");
    }
    return m;
  };
  for (const GateInputs& gate : kGates) {
    const std::string name = std::string("scales.") + gate.name;
    append_scale(step, name + ".input_",
                 scale(lowering.input(op, 0), gate.input_weights));
    append_scale(step, name + ".state_",
                 scale(lowering.input(op, kHiddenState), gate.state_weights));
  }
}

void append_state(Step& step, const Operator& op, Lowering& lowering) {
  constexpr double kUnit = 0x1p-15;  // of the gates' results
  const Tensor& hidden = lowering.input(op, kHiddenState);
  const double cell_scale = lowering.input(op, kCellState).scale();
  append_scale(step, "scales.forget_to_cell.",
               quantize_multiplier(kUnit * cell_scale / cell_scale));
  append_scale(step, "scales.input_to_cell.",
               quantize_multiplier(kUnit * kUnit / cell_scale));
  append_scale(step, "scales.to_hidden.",
               quantize_multiplier(kUnit * kUnit / hidden.scale()));
  const double clip = double{op.options.cell_clip} / cell_scale;
  const int power = static_cast<int>(std::lround(std::log2(cell_scale)));
  const int left = 15 + power - 3;
  if (std::abs(left) > 12) {
    lowering.refuse(op, "the scale of its cell state is out of range");
  }
  step.parameters.insert(
      step.parameters.end(),
      {{"scales.hidden_zero_point", int64_t{hidden.zero_point()}},
       {"scales.cell_clip",
        static_cast<int64_t>(std::clamp(clip, 0.0, 32767.0))},
       {"scales.tanh_multiplier", left < 0 ? int64_t{3} : int64_t{3} << left},
       {"scales.tanh_shift", int64_t{left < 0 ? -left : 0}}});
}

void append_constants(Step& step, const GateConstants& gates, bool wide,
                      Lowering& lowering) {
  step.parameters.insert(
      step.parameters.end(),
      {{"input_weights",
        lowering.constant("InputWeights", Type::kInt8, gates.input_weights,
                          "weights {gate, unit, input}")},
       {"state_weights",
        lowering.constant("StateWeights", Type::kInt8, gates.state_weights,
                          "weights {gate, unit, unit}")}});
  if (wide) {
    step.parameters.push_back(
        {"input_bias", lowering.constant("InputBias", Type::kInt64,
                                         gates.long_bias, "bias", 8)});
  } else {
    step.parameters.push_back(
        {"input_bias",
         lowering.constant("InputBias", Type::kInt32, gates.input_bias,
                           "bias with the input's zero point")});
    step.parameters.push_back(
        {"state_bias",
         lowering.constant("StateBias", Type::kInt32, gates.state_bias,
                           "what the state's zero point adds")});
  }
  step.parameters.push_back({"sigmoid_table", sigmoid_table(lowering)});
}

}  // namespace

Step lower_lstm(const Operator& op, Lowering& lowering) {
  if (lowering.input(op, 0).type == Type::kFloat32) {
    require_plain(op, lowering);
    return lower_lstm_float(op, lowering);
  }
  const Sizes sizes = read_sizes(op, lowering);
  const GateConstants gates = read_gates(op, lowering, sizes);
  Step step = lowering.begin(op, {0});
  step.output_tensors.push_back(op.inputs[kHiddenState]);
  step.output_tensors.push_back(op.inputs[kCellState]);
  const bool wide = lowering.input(op, 0).type == Type::kInt16;
  step.kernel = wide ? "reference::LstmInt16" : "reference::LstmInt8";
  step.parameter_type = wide ? "LstmInt16Params" : "LstmParams";
  step.header = "device/nn/lstm/lstm.h";
  step.sources = {"device/nn/lstm/lstm.cc"};
  step.parameters = {
      {"sizes.batches", sizes.batches},
      {"sizes.steps", sizes.steps},
      {"sizes.inputs", sizes.inputs},
      {"sizes.units", sizes.units},
      {"sizes.time_major", int64_t{op.options.time_major ? 1 : 0}}};
  append_gates(step, op, lowering);
  append_state(step, op, lowering);
  append_constants(step, gates, wide, lowering);
  step.cost.scratch_bytes = 8 * sizes.units;
  step.cost.macs = 4 * sizes.batches * sizes.steps * sizes.units *
                   (sizes.inputs + sizes.units);
  step.cost.instructions = 9 * step.cost.macs;
  step.comment = fmt::format("LSTM {}->{} over {} steps", sizes.inputs,
                             sizes.units, sizes.steps);
  return step;
}

}  // namespace mote
