#include "lib/compiler/compile.h"

#include <algorithm>
#include <numeric>
#include <set>

#include "lib/base/error.h"
#include "lib/compiler/boxes.h"
#include "lib/compiler/fuse_additions.h"
#include "lib/compiler/kernels/kernel_table.h"
#include "lib/compiler/memory.h"
#include "lib/compiler/passes/passes.h"

namespace mote {
namespace {

bool contains(const std::vector<int>& list, int value) {
  return std::find(list.begin(), list.end(), value) != list.end();
}

// Inputs must not be outputs, and each output must be a tensor of its own.
void check_outputs(const Model& model) {
  std::vector<int> seen;
  for (const int output : model.outputs) {
    const bool constant = model.tensors[output].constant();
    if (constant || contains(seen, output) || contains(model.inputs, output)) {
      throw Error(constant ? "an output of the model is constant"
                           : "a tensor is an input or output twice",
                  tensor_title(model, output),
                  "Remove it from the model's outputs.");
    }
    seen.push_back(output);
  }
}

// Decides for each view whether its output shares its input's memory.
class Views {
 public:
  explicit Views(const Model& model)
      : model_(model), storage_(model.tensors.size()) {
    std::iota(storage_.begin(), storage_.end(), 0);
  }

  // Whether `op` needs no step.
  bool absorb(const Operator& op) {
    if (!is_view(model_, op) || op.inputs.empty() || op.inputs[0] < 0 ||
        op.outputs.size() != 1) {
      return false;
    }
    const int from = storage_[op.inputs[0]];
    if (model_.tensors[from].bytes() != model_.tensors[op.outputs[0]].bytes()) {
      return false;  // the step that copies refuses it
    }
    // The caller's memory is one tensor's only.
    const bool makes_output = contains(model_.outputs, op.outputs[0]);
    if (model_.tensors[from].constant()) return false;
    // A variable lies in memory of its own.
    if (makes_output && model_.tensors[from].variable) return false;
    if (makes_output &&
        (contains(model_.inputs, from) || outputs_.count(from) ||
         contains(model_.outputs, from))) {
      return false;
    }
    if (makes_output) outputs_.insert(from);
    storage_[op.outputs[0]] = from;
    return true;
  }

  std::vector<int> storage() && { return std::move(storage_); }

 private:
  const Model& model_;
  std::vector<int> storage_;
  std::set<int> outputs_;
};

Model rounded_like_litert(Model model) {
  for (Operator& op : model.operators) op.rounding = Rounding::kLitert;
  for (Model& graph : model.subgraphs) graph = rounded_like_litert(graph);
  return model;
}

// Branches, loops and the end of an inference.
Step control_step(const Operator& op) {
  Step step;
  step.control = op.code;
  step.input_tensors = op.inputs;
  return step;
}

// Places the plan's tensors; with fused additions where these are wanted.
Plan placed(Plan plan, const std::vector<int>& storage,
            const CompileOptions& options) {
  Plan fused = plan;
  place_tensors(plan, storage, options.keep_tensors);
  if (options.keep_tensors || options.additions == Additions::kNever) {
    return plan;
  }
  const std::string text = fuse_additions(fused);
  if (text.empty()) return plan;
  place_tensors(fused, storage, false);
  const bool taken =
      options.additions == Additions::kAlways || fusion_pays(plan, fused);
  Fusion fusion{describe_fusion(plan, fused, taken), text, taken};
  Plan& chosen = taken ? fused : plan;
  chosen.fusion = std::move(fusion);
  return std::move(chosen);
}

}  // namespace

Plan compile(const Model& model, const Target& target,
             const CompileOptions& options) {
  Plan plan;
  plan.target = target.name;
  plan.isa = target.isa;
  const bool litert = target.rounding == Rounding::kLitert;
  // LiteRT rounds a depthwise layer's channels by their place: none may go.
  plan.model =
      run_passes(litert ? rounded_like_litert(model) : model,
                 options.keep_tensors || options.keep_channels || litert);
  check_outputs(plan.model);
  Lowering lowering(plan.model, target, plan);
  Views views(plan.model);
  for (const Operator& op : plan.model.operators) {
    if (is_control(op.code)) {
      plan.steps.push_back(control_step(op));
      continue;
    }
    if (views.absorb(op)) continue;
    const OwnOperator* own = find_own_operator(options.operators, op);
    plan.steps.push_back(own ? lower_own_operator(*own, op, lowering)
                             : lower_operator(op, lowering));
  }
  return placed(std::move(plan), std::move(views).storage(), options);
}

}  // namespace mote
