#include "lib/model/verify_subgraphs.h"

#include <algorithm>
#include <utility>

#include "lib/base/error.h"

namespace mote {
namespace {

// The compiler follows calls by recursion, as this check does.
constexpr int kDeepest = 100;

constexpr const char* kHint =
    "The file may be damaged; export or convert the model again.";

class Calls {
 public:
  Calls(const Model& model, const std::string& where)
      : model_(model),
        where_(where),
        state_(model.subgraphs.size(), State::kNew),
        heights_(model.subgraphs.size(), 0) {}

  void run() { visit(model_); }

 private:
  enum class State { kNew, kOpen, kDone };

  void visit(const Model& graph) {
    for (const Operator& op : graph.operators) {
      if (op.code == OperatorCode::kIf) check_if(graph, op);
      if (op.code == OperatorCode::kWhile) check_while(graph, op);
    }
  }

  [[noreturn]] void reject(const Operator& op, const std::string& what) const {
    throw Error(what, where_ + ": " + operator_name(op), kHint);
  }

  // Subgraph `number`, itself checked.
  const Model& called(const Operator& op, int number) {
    if (number < 1 || number > static_cast<int>(model_.subgraphs.size())) {
      reject(op, "its subgraph " + std::to_string(number) + " does not exist");
    }
    const auto index = static_cast<size_t>(number - 1);
    if (state_[index] == State::kOpen) {
      reject(op, "subgraph " + std::to_string(number) + " calls itself");
    }
    if (state_[index] == State::kNew) measure(op, index);
    height_ = std::max(height_, heights_[index]);
    if (height_ > kDeepest) too_deep(op);
    return model_.subgraphs[index];
  }

  // Checks a subgraph, with those below it.
  void measure(const Operator& op, size_t index) {
    if (++open_ > kDeepest) too_deep(op);
    const int beside = std::exchange(height_, 0);
    state_[index] = State::kOpen;
    visit(model_.subgraphs[index]);
    state_[index] = State::kDone;
    heights_[index] = std::exchange(height_, beside) + 1;
    --open_;
  }

  [[noreturn]] void too_deep(const Operator& op) const {
    reject(op, "subgraphs call each other more than " +
                   std::to_string(kDeepest) + " deep");
  }

  // `given`, tensors of `graph`, against those of a subgraph.
  void match(const Model& graph, const Operator& op,
             const std::vector<int>& given, const Model& other,
             const std::vector<int>& taken, const char* what) const {
    if (given.size() != taken.size()) {
      reject(op, "its subgraph has " + std::to_string(taken.size()) + " " +
                     what + " for " + std::to_string(given.size()));
    }
    for (size_t i = 0; i < given.size(); ++i) {
      if (given[i] < 0) reject(op, "a needed input is left out");
      const Tensor& here = graph.tensors[given[i]];
      const Tensor& there = other.tensors[taken[i]];
      if (here.type != there.type || here.bytes() != there.bytes()) {
        reject(op, tensor_title(graph, given[i]) + " and the subgraph's " +
                       tensor_title(other, taken[i]) +
                       " differ in type or size");
      }
    }
  }

  void condition(const Operator& op, const Model& graph, int tensor) const {
    const Tensor& value = graph.tensors[tensor];
    if (value.type == Type::kBool && value.elements() == 1) return;
    reject(op,
           "the condition " + tensor_title(graph, tensor) + " is not one bool");
  }

  void check_if(const Model& graph, const Operator& op) {
    condition(op, graph, op.inputs[0]);
    const std::vector<int> inputs(op.inputs.begin() + 1, op.inputs.end());
    for (const int number : {op.options.subgraph, op.options.other_subgraph}) {
      const Model& branch = called(op, number);
      match(graph, op, inputs, branch, branch.inputs, "inputs");
      match(graph, op, op.outputs, branch, branch.outputs, "outputs");
    }
  }

  void check_while(const Model& graph, const Operator& op) {
    match(graph, op, op.inputs, graph, op.outputs, "outputs");
    const Model& test = called(op, op.options.subgraph);
    match(graph, op, op.inputs, test, test.inputs, "inputs");
    if (test.outputs.empty()) reject(op, "its condition gives nothing");
    condition(op, test, test.outputs[0]);
    const Model& body = called(op, op.options.other_subgraph);
    match(graph, op, op.inputs, body, body.inputs, "inputs");
    match(graph, op, op.outputs, body, body.outputs, "outputs");
  }

  const Model& model_;
  const std::string& where_;
  std::vector<State> state_;
  std::vector<int> heights_;  // of calls, from each subgraph that is done
  int height_ = 0;            // of those below the graph that is visited
  int open_ = 0;              // subgraphs above it, itself included
};

}  // namespace

void verify_subgraphs(const Model& model, const std::string& where) {
  Calls(model, where).run();
}

}  // namespace mote
