// Runs a compiled plan on this computer, with the kernels that the emitted C++
// calls or their faster equals.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "lib/compiler/plan.h"

namespace mote {

// One runner serves one thread at a time; the plan may be shared.
class PlanRunner {
 public:
  // A plan for this host (host_target) or for portable kernels. Throws Error
  // when it calls a kernel that this processor cannot run.
  explicit PlanRunner(Plan plan);
  ~PlanRunner();
  PlanRunner(PlanRunner&&) noexcept;
  PlanRunner& operator=(PlanRunner&&) noexcept;

  const Plan& plan() const;

  // One inference. As many spans as the model has inputs and outputs, each as
  // long as its tensor; throws Error otherwise. Bytes of the tensors' types.
  void run(std::span<const std::span<const std::byte>> inputs,
           std::span<const std::span<std::byte>> outputs);

  // Models with variables forget all earlier inputs.
  void reset();

  // For models of one input and one output of types I and O.
  template <typename I, typename O>
  void run(std::span<const I> input, std::span<O> output) {
    const std::span<const std::byte> in = std::as_bytes(input);
    const std::span<std::byte> out = std::as_writable_bytes(output);
    run({&in, 1}, {&out, 1});
  }

  // One of plan().steps again, on the memory of the last run: for timing.
  void run_step(size_t step);

  // What the last run left in a tensor of plan().model; input and output
  // memory must still be there. Meaningful for every computed tensor only with
  // CompileOptions::keep_tensors.
  std::span<const std::byte> tensor(int index) const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace mote
