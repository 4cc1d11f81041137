// Operators of the signal library that cut and join streams of samples.
#include "lib/compiler/kernels/families.h"
#include "lib/compiler/kernels/signal_options.h"

namespace mote {
namespace {

constexpr int64_t kLargest = 32767;  // counts are kept in 16 bits

// The state lies where the pass give_state put it.
Step begin(const Operator& op, const Lowering& lowering,
           const std::string& kernel, const std::string& params,
           size_t outputs) {
  Step step = signal_step(op, lowering, kernel, {0}, outputs);
  step.header = "device/nn/signal/framing.h";
  step.sources = {"device/nn/signal/framing.cc"};
  step.parameter_type = params;
  step.output_tensors.push_back(op.inputs.back());
  return step;
}

int64_t last_dimension(const Tensor& tensor) {
  return tensor.shape.empty() ? 1 : tensor.shape.back();
}

}  // namespace

Step lower_signal_delay(const Operator& op, Lowering& lowering) {
  const Tensor& input = lowering.input(op, 0);
  const int64_t frame = last_dimension(input);
  require_signal(op, lowering, input, Type::kInt16, input.elements());
  require_signal(op, lowering, lowering.output(op), Type::kInt16,
                 input.elements());
  Step step = begin(op, lowering, "SignalDelay", "SignalDelayParams", 1);
  const int64_t delay =
      signal_option(op, lowering, "delay_length", 1, kLargest);
  step.parameters = {{"streams", input.elements() / frame},
                     {"frame_size", frame},
                     {"delay", delay}};
  step.comment = "delay";
  step.cost.instructions = 5 * input.elements() * delay;
  return step;
}

Step lower_signal_framer(const Operator& op, Lowering& lowering) {
  const Tensor& input = lowering.input(op, 0);
  const int64_t length = last_dimension(input);
  const int64_t size =
      signal_option(op, lowering, "frame_size", 1, kLargest / 2);
  const int64_t step_size = signal_option(op, lowering, "frame_step", 1, size);
  if (length % step_size != 0) {
    lowering.refuse(op, "its input is not whole steps");
  }
  const int64_t frames = length / step_size;
  const int64_t streams = input.elements() / length;
  require_signal(op, lowering, input, Type::kInt16, input.elements());
  require_signal(op, lowering, lowering.output(op), Type::kInt16,
                 streams * frames * size);
  Step step = begin(op, lowering, "SignalFramer", "SignalFramerParams", 2);
  require_signal(op, lowering, lowering.output(op, 1), Type::kBool, 1);
  step.parameters = {{"streams", streams},
                     {"frames", frames},
                     {"frame_size", size},
                     {"frame_step", step_size}};
  step.comment = "frames that overlap";
  return step;
}

Step lower_signal_overlap_add(const Operator& op, Lowering& lowering) {
  const Tensor& input = lowering.input(op, 0);
  const int64_t size = last_dimension(input);
  const int64_t step_size = signal_option(op, lowering, "frame_step", 1, size);
  const int64_t frames =
      input.shape.size() < 2 ? 1 : input.shape[input.shape.size() - 2];
  if (input.type != Type::kInt16 && input.type != Type::kFloat32) {
    lowering.refuse(op, type_name(input.type) + " values",
                    "mote adds frames of int16 or float32.");
  }
  const int64_t streams = input.elements() / (size * frames);
  require_signal(op, lowering, lowering.output(op), input.type,
                 streams * frames * step_size);
  Step step = begin(op, lowering,
                    input.type == Type::kInt16 ? "SignalOverlapAddInt16"
                                               : "SignalOverlapAddFloat",
                    "SignalOverlapAddParams", 1);
  step.parameters = {{"streams", streams},
                     {"frames", frames},
                     {"frame_size", size},
                     {"frame_step", step_size}};
  step.comment = "sums of frames that overlap";
  return step;
}

Step lower_signal_stacker(const Operator& op, Lowering& lowering) {
  constexpr int64_t kRows = 1000;
  const int64_t channels =
      signal_option(op, lowering, "num_channels", 1, kLargest);
  const int64_t left =
      signal_option(op, lowering, "stacker_left_context", 0, kRows);
  const int64_t right =
      signal_option(op, lowering, "stacker_right_context", 0, kRows);
  const int64_t size = channels * (left + 1 + right);
  if (size > kLargest) lowering.refuse(op, "it stacks too many values");
  require_signal(op, lowering, lowering.input(op, 0), Type::kInt16, channels);
  require_signal(op, lowering, lowering.output(op), Type::kInt16, size);
  Step step = begin(op, lowering, "SignalStacker", "SignalStackerParams", 2);
  require_signal(op, lowering, lowering.output(op, 1), Type::kBool, 1);
  step.parameters = {{"channels", channels},
                     {"left_context", left},
                     {"right_context", right},
                     {"step", signal_option(op, lowering, "stacker_step", 1,
                                            left + 1 + right)}};
  step.comment = "neighbouring rows";
  return step;
}

}  // namespace mote
