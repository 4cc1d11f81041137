#include "lib/compiler/explain/describe_memory.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>
#include <numeric>

#include "lib/compiler/boxes.h"
#include "lib/compiler/explain/describe_model.h"

namespace mote {
namespace {

using Kind = Location::Kind;

// For each tensor the one of which it is a view, or itself.
std::vector<int> viewed_tensors(const Plan& plan) {
  std::vector<int> viewed(plan.model.tensors.size());
  std::iota(viewed.begin(), viewed.end(), 0);
  for (const Operator& op : plan.model.operators) {
    if (op.inputs.empty() || op.inputs[0] < 0 || op.outputs.size() != 1) {
      continue;
    }
    const int from = op.inputs[0], to = op.outputs[0];
    if (plan.tensors[from] == plan.tensors[to] && is_view(plan.model, op)) {
      viewed[to] = viewed[from];
    }
  }
  return viewed;
}

class Map {
 public:
  explicit Map(const Plan& plan) : plan_(plan), viewed_(viewed_tensors(plan)) {}

  std::vector<MemoryUse> read() && {
    for (size_t s = 0; s < plan_.steps.size(); ++s) {
      const Step& step = plan_.steps[s];
      const int number = static_cast<int>(s) + 1;
      for (const int t : step.input_tensors) use(t, number);
      for (const int t : step.output_tensors) use(t, number);
      if (step.scratch.kind != Kind::kArena) continue;
      uses_.push_back(
          {"scratch of " + short_name(plan_.model, step.output_tensors[0]),
           step.scratch.offset_bytes,
           step.cost.scratch_bytes,
           number,
           number,
           {}});
    }
    extend_pieces();
    find_overlaps();
    return std::move(uses_);
  }

 private:
  void use(int tensor, int step) {
    const int owner = viewed_[tensor];
    if (plan_.tensors[owner].kind != Kind::kArena) return;
    const auto [found, is_new] = place_.try_emplace(owner, uses_.size());
    if (is_new) {
      uses_.push_back({short_name(plan_.model, owner),
                       plan_.tensors[owner].offset_bytes,
                       plan_.model.tensors[owner].bytes(),
                       step,
                       step,
                       {}});
    }
    uses_[found->second].last_step = step;
  }

  // Where a piece lies within a tensor instead of being copied, what comes
  // first lives until what comes second does.
  void extend_pieces() {
    for (const Operator& op : plan_.model.operators) {
      if (!moves_boxes(plan_.model, op)) continue;
      for (const int input : op.inputs) {
        for (const int output : op.outputs) extend(input, output);
      }
    }
  }

  void extend(int input, int output) {
    if (input < 0) return;
    const auto from = place_.find(viewed_[input]);
    const auto to = place_.find(viewed_[output]);
    if (from == place_.end() || to == place_.end()) return;
    MemoryUse& before = uses_[from->second];
    const MemoryUse& after = uses_[to->second];
    const bool shares =
        before.offset_bytes < after.offset_bytes + after.size_bytes &&
        after.offset_bytes < before.offset_bytes + before.size_bytes;
    if (!shares) return;
    before.last_step = std::max(before.last_step, after.first_step);
  }

  static bool meet(const MemoryUse& a, const MemoryUse& b) {
    return a.first_step <= b.last_step && b.first_step <= a.last_step &&
           a.offset_bytes < b.offset_bytes + b.size_bytes &&
           b.offset_bytes < a.offset_bytes + a.size_bytes;
  }

  void find_overlaps() {
    for (size_t i = 0; i < uses_.size(); ++i) {
      for (size_t j = 0; j < i; ++j) {
        if (meet(uses_[i], uses_[j])) uses_[i].over.push_back(uses_[j].name);
      }
    }
  }

  const Plan& plan_;
  const std::vector<int> viewed_;
  std::vector<MemoryUse> uses_;
  std::map<int, size_t> place_;  // into uses_, by tensor
};

}  // namespace

std::vector<MemoryUse> memory_map(const Plan& plan) { return Map(plan).read(); }

std::string describe_memory(const Plan& plan) {
  std::string text =
      fmt::format("{:>8} {:>8}  {:>5}  {}\n", "from", "bytes", "steps", "what");
  for (const MemoryUse& use : memory_map(plan)) {
    text += fmt::format(
        "{:>8} {:>8}  {:>5}  {}{}\n", use.offset_bytes, use.size_bytes,
        fmt::format("{}-{}", use.first_step, use.last_step), use.name,
        use.over.empty() ? ""
                         : fmt::format(", over {}", fmt::join(use.over, ", ")));
  }
  text += fmt::format(
      "arena of {} bytes; no placement of these needs less than {}\n",
      plan.arena_bytes, plan.arena_lower_bound_bytes);
  for (size_t t = 0; t < plan.tensors.size(); ++t) {
    if (plan.tensors[t].kind != Kind::kState) continue;
    text +=
        fmt::format("{:>8} {:>8}  {:>5}  {} (variable)\n",
                    plan.tensors[t].offset_bytes, plan.model.tensors[t].bytes(),
                    "always", short_name(plan.model, static_cast<int>(t)));
  }
  return text;
}

}  // namespace mote
