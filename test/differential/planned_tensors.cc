#include "test/differential/planned_tensors.h"

#include <optional>

#include "lib/compiler/compile.h"
#include "lib/runner/plan_runner.h"
#include "test/differential/oracles.h"

namespace mote::test {
namespace {

std::optional<int> tensor_called(const Model& model, const std::string& name) {
  for (size_t i = 0; i < model.tensors.size(); ++i) {
    if (model.tensors[i].name == name) return static_cast<int>(i);
  }
  return std::nullopt;
}

// Passes may have removed a tensor, or put it into a variable.
bool made(const Plan& plan, int tensor) {
  return plan.model.tensors[tensor].constant() ||
         plan.tensors[tensor].kind != Location::Kind::kNowhere;
}

}  // namespace

void name_tensors(Model& model) {
  for (size_t i = 0; i < model.tensors.size(); ++i) {
    std::string& name = model.tensors[i].name;
    if (name.empty()) name = std::to_string(i);
  }
}

NamedTensors run_here(const Model& model, const Target& target,
                      const std::vector<uint8_t>& inputs, size_t runs) {
  PlanRunner runner(compile(model, target, {.keep_tensors = true}));
  const Model& planned = runner.plan().model;
  const size_t in = inputs.size() / runs;
  std::vector<std::vector<std::byte>> outputs;
  for (const int output : planned.outputs) {
    outputs.emplace_back(static_cast<size_t>(planned.tensors[output].bytes()));
  }
  const std::vector<std::span<std::byte>> out(outputs.begin(), outputs.end());
  NamedTensors tensors;
  for (size_t i = 0; i < runs; ++i) {
    const auto input = std::as_bytes(std::span(inputs).subspan(i * in, in));
    runner.run({&input, 1}, out);
    for (const int made_tensor : made_tensors(model)) {
      const std::string& name = model.tensors[made_tensor].name;
      const auto index = tensor_called(planned, name);
      if (!index || !made(runner.plan(), *index)) continue;
      const auto bytes = runner.tensor(*index);
      const auto* data = reinterpret_cast<const uint8_t*>(bytes.data());
      tensors[name].insert(tensors[name].end(), data, data + bytes.size());
    }
  }
  return tensors;
}

}  // namespace mote::test
