#include "lib/compiler/control_flow.h"

#include "lib/base/error.h"

namespace mote {
namespace {

// A branch or loop that is open, by the places of its steps.
struct Open {
  OperatorCode kind = OperatorCode::kLoop;
  size_t begin = 0;
  std::vector<size_t> leaves;  // steps that go on behind its kEnd
};

class Jumps {
 public:
  explicit Jumps(const std::vector<Step>& steps) : steps_(steps) {}

  std::vector<size_t> run() && {
    for (size_t s = 0; s < steps_.size(); ++s) {
      targets_.push_back(s + 1);
      visit(s);
    }
    if (!open_.empty()) unbalanced();
    return std::move(targets_);
  }

 private:
  [[noreturn]] static void unbalanced() {
    throw Error("a branch or loop of the plan is not closed", "compiler");
  }

  Open& innermost(OperatorCode kind) {
    if (open_.empty() || open_.back().kind != kind) unbalanced();
    return open_.back();
  }

  void visit(size_t s) {
    switch (steps_[s].control) {
      case OperatorCode::kStopUnless:
        targets_[s] = steps_.size();
        break;
      case OperatorCode::kBranch:
      case OperatorCode::kLoop:
        open_.push_back({steps_[s].control, s, {}});
        break;
      case OperatorCode::kElse: {
        Open& branch = innermost(OperatorCode::kBranch);
        targets_[branch.begin] = s + 1;
        branch.leaves.push_back(s);
        break;
      }
      case OperatorCode::kBreakUnless:
        innermost(OperatorCode::kLoop).leaves.push_back(s);
        break;
      case OperatorCode::kEnd:
        close(s);
        break;
      default:
        break;
    }
  }

  void close(size_t s) {
    if (open_.empty()) unbalanced();
    const Open block = std::move(open_.back());
    open_.pop_back();
    for (const size_t leave : block.leaves) targets_[leave] = s + 1;
    if (block.kind == OperatorCode::kLoop) targets_[s] = block.begin;
  }

  const std::vector<Step>& steps_;
  std::vector<size_t> targets_;
  std::vector<Open> open_;
};

}  // namespace

std::vector<size_t> jump_targets(const std::vector<Step>& steps) {
  return Jumps(steps).run();
}

}  // namespace mote
