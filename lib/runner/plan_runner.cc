#include "lib/runner/plan_runner.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <new>

#include "lib/base/error.h"
#include "lib/compiler/control_flow.h"
#include "lib/runner/kernel_registry.h"
#include "lib/runner/own_kernel.h"

namespace mote {
namespace {

using Kind = Location::Kind;

constexpr size_t kAlignment = 64;  // a cache line; wider than any vector

// Memory that starts on a cache line.
class Block {
 public:
  explicit Block(size_t bytes)
      : bytes_(new (std::align_val_t(kAlignment))
                   std::byte[bytes + kAlignment]) {
    std::memset(bytes_.get(), 0, bytes + kAlignment);
  }
  std::byte* data() const { return bytes_.get(); }

 private:
  struct Delete {
    void operator()(std::byte* bytes) const {
      operator delete[](bytes, std::align_val_t(kAlignment));
    }
  };
  std::unique_ptr<std::byte[], Delete> bytes_;
};

// A parameter struct as the compiler lays it out: every field at the next
// multiple of its own size.
class StructBuilder {
 public:
  template <typename T>
  void append(T value) {
    bytes_.resize((bytes_.size() + sizeof(T) - 1) / sizeof(T) * sizeof(T));
    const size_t at = bytes_.size();
    bytes_.resize(at + sizeof(T));
    std::memcpy(bytes_.data() + at, &value, sizeof(T));
    largest_ = std::max(largest_, sizeof(T));
  }

  std::vector<std::byte> finish() && {
    bytes_.resize((bytes_.size() + largest_ - 1) / largest_ * largest_);
    return std::move(bytes_);
  }

 private:
  std::vector<std::byte> bytes_;
  size_t largest_ = 1;
};

// A step with everything found that does not change between runs.
struct Call {
  KernelCall call = nullptr;
  std::vector<std::byte> params;
  std::vector<const void*> inputs;
  std::vector<void*> outputs;
  int8_t* scratch = nullptr;
};

}  // namespace

struct PlanRunner::State {
  explicit State(Plan p)
      : plan(std::move(p)),
        arena(static_cast<size_t>(plan.arena_bytes)),
        state(static_cast<size_t>(plan.state_bytes)),
        inputs(plan.inputs.size()),
        outputs(plan.outputs.size()) {
    for (const Constant& constant : plan.constants) {
      constants.emplace_back(constant.data.size());
      if (constant.data.empty()) continue;
      std::memcpy(constants.back().data(), constant.data.data(),
                  constant.data.size());
    }
    for (const Step& step : plan.steps) {
      calls.push_back(step.is_call() ? prepare(step) : Call());
    }
    targets = jump_targets(plan.steps);
    reset();
  }

  void reset() {
    for (const InitialState& initial : plan.initial_state) {
      std::byte* to = state.data() + initial.offset_bytes;
      const auto size = static_cast<size_t>(initial.size_bytes);
      if (const auto* byte = std::get_if<uint8_t>(&initial.value)) {
        std::memset(to, *byte, size);
      } else {
        std::memcpy(to, fixed(std::get<Location>(initial.value)), size);
      }
    }
  }

  std::vector<std::byte> params(const Step& step) const {
    StructBuilder builder;
    for (const ParameterField& field : step.parameters) {
      if (const auto* integer = std::get_if<int64_t>(&field.value)) {
        builder.append(static_cast<int32_t>(*integer));
      } else if (const auto* real = std::get_if<double>(&field.value)) {
        builder.append(static_cast<float>(*real));
      } else {
        const Location& location = std::get<Location>(field.value);
        builder.append(
            static_cast<const void*>(constants[location.index].data()));
      }
    }
    return std::move(builder).finish();
  }

  Call prepare(const Step& step) const {
    HostKernel own;
    if (!step.folder.empty()) own = load_own_kernel(step, plan.model);
    const HostKernel* kernel =
        step.folder.empty() ? find_host_kernel(step.kernel) : &own;
    if (!kernel) {
      throw Error(
          fmt::format("this computer cannot run kernel {}", step.kernel),
          step.layer, "Compile the model for host_target().");
    }
    Call call;
    call.call = kernel->call;
    call.params = params(step);
    if (call.params.size() != kernel->params_bytes) {
      throw Error(
          fmt::format("parameters of {} take {} bytes, not {}", step.kernel,
                      call.params.size(), kernel->params_bytes),
          step.layer, "Give the fields of the kernel's struct, in its order.");
    }
    call.inputs.resize(step.inputs.size());
    call.outputs.resize(step.outputs.size());
    call.scratch = reinterpret_cast<int8_t*>(fixed(step.scratch));
    return call;
  }

  // Memory that is the same in every run; null for the caller's.
  std::byte* fixed(const Location& location) const {
    if (location.kind == Kind::kArena) {
      return arena.data() + location.offset_bytes;
    }
    if (location.kind == Kind::kState) {
      return state.data() + location.offset_bytes;
    }
    if (location.kind == Kind::kConstant) {
      return constants[location.index].data();
    }
    return nullptr;
  }

  const std::byte* find(const Location& location) const {
    if (location.kind == Kind::kInput) {
      return inputs[location.index] + location.offset_bytes;
    }
    if (location.kind == Kind::kOutput) {
      return outputs[location.index] + location.offset_bytes;
    }
    return fixed(location);
  }

  // The step after `s` where those that steer decide.
  size_t next(size_t s) const {
    const Step& step = plan.steps[s];
    if (step.inputs.empty() || step.is_call()) return targets[s];
    const bool holds = *find(step.inputs[0]) != std::byte{0};
    return holds ? s + 1 : targets[s];
  }

  void run_step(size_t s) {
    const Step& step = plan.steps[s];
    if (!step.is_call()) return;
    Call& call = calls[s];
    for (size_t i = 0; i < step.inputs.size(); ++i) {
      call.inputs[i] = find(step.inputs[i]);
    }
    for (size_t i = 0; i < step.outputs.size(); ++i) {
      call.outputs[i] = const_cast<std::byte*>(find(step.outputs[i]));
    }
    for (int64_t image = 0; image < step.images; ++image) {
      call.call(call.params.data(), call.inputs.data(), call.outputs.data(),
                call.scratch);
      if (image + 1 < step.images) next_image(step, call);
    }
  }

  void next_image(const Step& step, Call& call) const {
    const std::vector<Tensor>& tensors = plan.model.tensors;
    for (size_t i = 0; i < call.inputs.size(); ++i) {
      const int64_t bytes = tensors[step.input_tensors[i]].bytes();
      call.inputs[i] =
          static_cast<const std::byte*>(call.inputs[i]) + bytes / step.images;
    }
    for (size_t i = 0; i < call.outputs.size(); ++i) {
      const int64_t bytes = tensors[step.output_tensors[i]].bytes();
      call.outputs[i] =
          static_cast<std::byte*>(call.outputs[i]) + bytes / step.images;
    }
  }

  // Takes over the caller's memory after checking its size.
  template <typename Span, typename Pointer>
  void take(std::span<const Span> spans, const std::vector<int>& tensors,
            std::vector<Pointer>& pointers, const char* what) const {
    if (spans.size() != tensors.size()) {
      throw Error(fmt::format("{} {}s given, the model has {}", spans.size(),
                              what, tensors.size()));
    }
    for (size_t i = 0; i < spans.size(); ++i) {
      const int64_t bytes = plan.model.tensors[tensors[i]].bytes();
      if (static_cast<int64_t>(spans[i].size()) != bytes) {
        throw Error(fmt::format("{} {} has {} bytes, not {}", what, i,
                                spans[i].size(), bytes),
                    tensor_title(plan.model, tensors[i]));
      }
      pointers[i] = spans[i].data();
    }
  }

  Plan plan;
  Block arena, state;
  std::vector<Block> constants;
  std::vector<Call> calls;
  std::vector<size_t> targets;
  std::vector<const std::byte*> inputs;
  std::vector<std::byte*> outputs;
};

PlanRunner::PlanRunner(Plan plan)
    : state_(std::make_unique<State>(std::move(plan))) {}
PlanRunner::~PlanRunner() = default;
PlanRunner::PlanRunner(PlanRunner&&) noexcept = default;
PlanRunner& PlanRunner::operator=(PlanRunner&&) noexcept = default;

const Plan& PlanRunner::plan() const { return state_->plan; }

void PlanRunner::reset() { state_->reset(); }

void PlanRunner::run(std::span<const std::span<const std::byte>> inputs,
                     std::span<const std::span<std::byte>> outputs) {
  const Model& model = state_->plan.model;
  state_->take(inputs, model.inputs, state_->inputs, "input");
  state_->take(outputs, model.outputs, state_->outputs, "output");
  for (size_t s = 0; s < state_->calls.size(); s = state_->next(s)) {
    state_->run_step(s);
  }
}

void PlanRunner::run_step(size_t step) { state_->run_step(step); }

std::span<const std::byte> PlanRunner::tensor(int index) const {
  const Tensor& tensor = state_->plan.model.tensors[index];
  if (tensor.constant()) return std::as_bytes(std::span(tensor.data));
  const std::byte* data = state_->find(state_->plan.tensors[index]);
  if (!data) return {};
  return {data, static_cast<size_t>(tensor.bytes())};
}

}  // namespace mote
