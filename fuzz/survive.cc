#include "fuzz/survive.h"

#include <algorithm>
#include <cstddef>
#include <vector>

#include "lib/base/error.h"
#include "lib/compiler/compile.h"
#include "lib/model/tflite/tflite.h"
#include "lib/runner/plan_runner.h"

namespace mote::fuzz {
namespace {

constexpr int64_t kLargestRunBytes = 1 << 22;
constexpr int64_t kLargestRunInstructions = 100'000'000;

int64_t io_bytes(const Model& model) {
  int64_t bytes = 0;
  for (int input : model.inputs) bytes += model.tensors[input].bytes();
  for (int output : model.outputs) bytes += model.tensors[output].bytes();
  return bytes;
}

bool small_enough(const Plan& plan) {
  // A damaged condition may let a loop run for ever.
  const bool loops = std::ranges::any_of(plan.steps, [](const Step& step) {
    return step.control == OperatorCode::kLoop;
  });
  return !loops &&
         plan.arena_bytes + plan.state_bytes + io_bytes(plan.model) <=
             kLargestRunBytes &&
         plan.total_cost().instructions <= kLargestRunInstructions;
}

void run_once(const Model& model) {
  Plan plan = compile(model, host_target());
  if (!small_enough(plan)) return;
  PlanRunner runner(std::move(plan));
  const Model& planned = runner.plan().model;
  std::vector<std::vector<std::byte>> memory;
  std::vector<std::span<const std::byte>> inputs;
  std::vector<std::span<std::byte>> outputs;
  for (int input : planned.inputs) {
    memory.emplace_back(static_cast<size_t>(planned.tensors[input].bytes()));
    inputs.emplace_back(memory.back());
  }
  for (int output : planned.outputs) {
    memory.emplace_back(static_cast<size_t>(planned.tensors[output].bytes()));
    outputs.emplace_back(memory.back());
  }
  runner.run(inputs, outputs);
}

}  // namespace

int survive(std::span<const uint8_t> tflite) {
  int reached = 0;
  try {
    const Model model = read_tflite(tflite, "damaged.tflite");
    reached = 1;
    run_once(model);
    reached = 2;
  } catch (const Error&) {
  }
  return reached;
}

}  // namespace mote::fuzz
