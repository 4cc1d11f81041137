#include "lib/compiler/passes/give_state.h"

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

}  // namespace

Model give_state(Model model) {
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
