#include "lib/compiler/passes/give_state.h"

#include <algorithm>
#include <optional>

namespace mote {
namespace {

// A whole number of the operator's options; 0 where it has no such, which the
// operator's kernel then refuses.
int option(const Operator& op, const char* name) {
  constexpr double kLargest = 1 << 15;
  const auto found = op.options.numbers.find(name);
  if (found == op.options.numbers.end()) return 0;
  const bool sound = found->second >= 0 && found->second <= kLargest;
  return sound ? static_cast<int>(found->second) : 0;
}

int last_dimension(const Tensor& tensor) {
  return tensor.shape.empty() ? 1 : tensor.shape.back();
}

int64_t streams_of(const Tensor& tensor) {
  const int last = last_dimension(tensor);
  return last == 0 ? 0 : tensor.elements() / last;
}

Tensor state_tensor(Type type, int64_t rows, int64_t columns) {
  Tensor state;
  state.type = type;
  state.shape = {static_cast<int>(rows), static_cast<int>(columns)};
  state.variable = true;
  return state;
}

// Zeros wait in a framer that is filled beforehand.
Tensor framer_state(const Operator& op, const Tensor& input) {
  const int size = option(op, "frame_size"), step = option(op, "frame_step");
  Tensor state = state_tensor(Type::kInt16, streams_of(input), 1 + size + step);
  if (option(op, "prefill") == 0 || size < step) return state;
  state.initial.assign(static_cast<size_t>(state.bytes()), 0);
  const size_t row_bytes = 2 * static_cast<size_t>(1 + size + step);
  for (size_t at = 0; at < state.initial.size(); at += row_bytes) {
    state.initial[at] = static_cast<uint8_t>((size - step) & 0xff);
    state.initial[at + 1] = static_cast<uint8_t>((size - step) >> 8);
  }
  return state;
}

std::optional<Tensor> state_of(const Model& model, const Operator& op) {
  if (op.code != OperatorCode::kCustom || op.outputs.empty() ||
      op.inputs.empty() || op.inputs[0] < 0) {
    return std::nullopt;
  }
  const Tensor& input = model.tensors[op.inputs[0]];
  const Tensor& output = model.tensors[op.outputs[0]];
  if (op.custom_name == "SignalFilterBankSpectralSubtraction") {
    return state_tensor(Type::kUint32, 1, output.elements());
  }
  if (op.custom_name == "SignalDelay") {
    return state_tensor(Type::kInt16, streams_of(input),
                        option(op, "delay_length"));
  }
  if (op.custom_name == "SignalFramer") return framer_state(op, input);
  if (op.custom_name == "SignalOverlapAdd") {
    const int frame = last_dimension(input);
    const int frames =
        input.shape.size() < 2 ? 1 : input.shape[input.shape.size() - 2];
    return state_tensor(input.type,
                        frames == 0 ? 0 : streams_of(input) / frames, frame);
  }
  if (op.custom_name == "SignalStacker") {
    return state_tensor(Type::kInt16, 1, 2 + output.elements());
  }
  return std::nullopt;
}

// TensorFlow Lite Micro's kernel guesses where the file does not say it, for
// the two models it was made for. `guessed`: how many came before in the model.
int cycles_of(const Operator& op, const Tensor& buffer, int& guessed) {
  const int given = option(op, "cycles_max");
  if (given > 0) return given;
  const std::vector<int>& shape = buffer.shape;
  if (shape.size() != 4) return 1;
  ++guessed;
  const bool fifth = guessed == 5 && shape[2] == 2 && shape[3] == 96;
  if (shape[1] != 5 && shape[1] != 13 && shape[1] != 25 && !fifth) return 2;
  guessed = 0;
  return 1;
}

int add_tensor(Model& model, Tensor tensor, const std::string& name) {
  tensor.name = name;
  model.tensors.push_back(std::move(tensor));
  return static_cast<int>(model.tensors.size()) - 1;
}

// Operators that keep rows, with those that go with them.
class CircularBuffers {
 public:
  explicit CircularBuffers(Model& model) : model_(model) {}

  void run() && {
    std::vector<Operator> operators;
    for (Operator& op : model_.operators) {
      std::vector<Operator> after;
      if (op.code == OperatorCode::kCustom &&
          op.custom_name == "CIRCULAR_BUFFER" && op.outputs.size() == 1) {
        after = complete(op);
      }
      operators.push_back(op);
      operators.insert(operators.end(), after.begin(), after.end());
    }
    model_.operators = std::move(operators);
  }

 private:
  // What follows the operator.
  std::vector<Operator> complete(Operator& op) {
    std::vector<Operator> after;
    const int given = op.outputs[0];
    Tensor buffer = model_.tensors[given];
    const int cycles = cycles_of(op, buffer, guessed_);
    op.options.numbers["cycles_max"] = cycles;
    buffer.variable = true;
    if (std::ranges::count(model_.outputs, given) == 0) {
      model_.tensors[given] = buffer;
    } else {
      model_.tensors[given].variable = false;
      op.outputs[0] = add_tensor(model_, buffer, buffer.name + "/state");
      Operator copy;
      copy.code = OperatorCode::kReadVariable;
      copy.inputs = {op.outputs[0]};
      copy.outputs = {given};
      after.push_back(copy);
    }
    if (cycles == 1) return after;
    Tensor ready;
    ready.type = Type::kBool;
    op.outputs.push_back(add_tensor(model_, state_tensor(Type::kInt32, 1, 1),
                                    buffer.name + "/count"));
    op.outputs.push_back(add_tensor(model_, ready, buffer.name + "/ready"));
    Operator stop;
    stop.code = OperatorCode::kStopUnless;
    stop.inputs = {op.outputs.back()};
    after.insert(after.begin(), stop);
    return after;
  }

  Model& model_;
  int guessed_ = 0;
};

}  // namespace

Model give_state(Model model) {
  CircularBuffers(model).run();
  for (Operator& op : model.operators) {
    std::optional<Tensor> state = state_of(model, op);
    if (!state) continue;
    state->name = model.tensors[op.outputs[0]].name + "/state";
    op.inputs.push_back(static_cast<int>(model.tensors.size()));
    model.tensors.push_back(std::move(*state));
  }
  return model;
}

}  // namespace mote
