#include "lib/compiler/passes/join_subgraphs.h"

#include <algorithm>
#include <map>

#include "lib/compiler/boxes.h"
#include "lib/compiler/passes/passes.h"
#include "lib/compiler/refuse.h"

namespace mote {
namespace {

constexpr size_t kMostOperators = 10'000;

// Whether the one may stand for the other: kernels read shape and scale.
bool alike(const Tensor& a, const Tensor& b) {
  return a.type == b.type && a.shape == b.shape &&
         a.quantization.scale == b.quantization.scale &&
         a.quantization.zero_point == b.quantization.zero_point;
}

Operator operator_of(OperatorCode code, std::vector<int> inputs,
                     std::vector<int> outputs) {
  Operator op;
  op.code = code;
  op.inputs = std::move(inputs);
  op.outputs = std::move(outputs);
  return op;
}

// What a subgraph's outputs depend on.
class Uses {
 public:
  explicit Uses(const Model& graph) : graph_(graph) {}

  // The tensor whose bytes `tensor` is, through views.
  int viewed(int tensor) const {
    for (const Operator& op : graph_.operators) {
      if (op.outputs.size() == 1 && op.outputs[0] == tensor &&
          !op.inputs.empty() && op.inputs[0] >= 0 && is_view(graph_, op)) {
        return viewed(op.inputs[0]);
      }
    }
    return tensor;
  }

  // Whether the operator that makes `tensor` comes after all that read what
  // `input` holds, and no output of the subgraph is that.
  bool made_after_reads(int tensor, int input) const {
    size_t made = 0, read = 0;
    for (size_t i = 0; i < graph_.operators.size(); ++i) {
      const Operator& op = graph_.operators[i];
      if (std::ranges::count(op.outputs, tensor) > 0) made = i + 1;
      for (const int from : op.inputs) {
        if (from >= 0 && viewed(from) == input) read = i + 1;
      }
    }
    return made > read && std::ranges::none_of(graph_.outputs, [&](int output) {
             return viewed(output) == input;
           });
  }

 private:
  const Model& graph_;
};

class Joiner {
 public:
  explicit Joiner(Model model)
      : model_(std::move(model)), subgraphs_(std::move(model_.subgraphs)) {
    model_.subgraphs.clear();
  }

  Model run() && {
    const std::vector<Operator> operators = std::move(model_.operators);
    model_.operators.clear();
    for (const Operator& op : operators) add(op);
    return std::move(model_);
  }

 private:
  // `map`: from a subgraph's tensors to the model's.
  void add(Operator op, const std::vector<int>* map = nullptr) {
    for (auto* list : {&op.inputs, &op.outputs}) {
      for (int& tensor : *list) {
        if (map && tensor >= 0) tensor = (*map)[static_cast<size_t>(tensor)];
      }
    }
    if (op.code == OperatorCode::kIf) return branch(op);
    if (op.code == OperatorCode::kWhile) return loop(op);
    push(std::move(op));
  }

  void push(Operator op) {
    model_.operators.push_back(std::move(op));
    if (model_.operators.size() <= kMostOperators) return;
    refuse_operator(model_, model_.operators.back(),
                    "the subgraphs hold too many operators together",
                    "Call fewer subgraphs.");
  }

  int new_tensor(Tensor tensor) {
    model_.tensors.push_back(std::move(tensor));
    return static_cast<int>(model_.tensors.size()) - 1;
  }

  const Tensor& tensor(int index) const { return model_.tensors[index]; }

  void copy(int from, int to) {
    push(operator_of(OperatorCode::kReadVariable, {from}, {to}));
  }

  // Subgraph `number` after the passes before this one.
  const Model& subgraph(int number) {
    const auto known = prepared_.find(number);
    if (known != prepared_.end()) return known->second;
    Model graph = subgraphs_[static_cast<size_t>(number - 1)];
    for (const Pass& pass : compiler_passes()) {
      if (pass.run == join_subgraphs) break;
      if (!pass.changes_tensors) graph = pass.run(std::move(graph));
    }
    return prepared_[number] = std::move(graph);
  }

  void branch(const Operator& op) {
    const std::vector<int> inputs(op.inputs.begin() + 1, op.inputs.end());
    push(operator_of(OperatorCode::kBranch, {op.inputs[0]}, {}));
    paste_branch(subgraph(op.options.subgraph), inputs, op.outputs);
    push(operator_of(OperatorCode::kElse, {}, {}));
    paste_branch(subgraph(op.options.other_subgraph), inputs, op.outputs);
    push(operator_of(OperatorCode::kEnd, {}, {}));
  }

  void loop(const Operator& op) {
    for (size_t i = 0; i < op.inputs.size(); ++i) {
      copy(op.inputs[i], op.outputs[i]);
    }
    push(operator_of(OperatorCode::kLoop, {}, {}));
    const Model& condition = subgraph(op.options.subgraph);
    std::vector<int> map = map_inputs(condition, op.outputs);
    add_operators(condition, map);
    push(operator_of(OperatorCode::kBreakUnless,
                     {map[static_cast<size_t>(condition.outputs[0])]}, {}));
    paste_body(subgraph(op.options.other_subgraph), op.outputs);
    push(operator_of(OperatorCode::kEnd, {}, {}));
  }

  // Where a subgraph's inputs are, -1 for its other tensors.
  std::vector<int> map_inputs(const Model& graph,
                              const std::vector<int>& given) {
    std::vector<int> map(graph.tensors.size(), -1);
    for (size_t i = 0; i < given.size(); ++i) {
      const auto input = static_cast<size_t>(graph.inputs[i]);
      map[input] = given[i];
      if (alike(graph.tensors[input], tensor(given[i]))) continue;
      map[input] = new_tensor(graph.tensors[input]);
      push(operator_of(OperatorCode::kReshape, {given[i]}, {map[input]}));
    }
    return map;
  }

  // The operators, with new tensors for those that `map` lacks.
  void add_operators(const Model& graph, std::vector<int>& map) {
    for (size_t t = 0; t < map.size(); ++t) {
      if (map[t] < 0) map[t] = own_tensor(graph, t);
    }
    for (const Operator& op : graph.operators) add(op, &map);
  }

  // What a subgraph remembers is the same wherever it is called.
  int own_tensor(const Model& graph, size_t t) {
    if (!graph.tensors[t].variable) return new_tensor(graph.tensors[t]);
    const auto [place, is_new] = variables_.try_emplace({&graph, t}, -1);
    if (is_new) place->second = new_tensor(graph.tensors[t]);
    return place->second;
  }

  // Whether the operator that makes a subgraph's output may write `to`.
  bool fits(const Model& graph, const std::vector<int>& map, int output,
            int to) const {
    const Tensor& made = graph.tensors[output];
    return map[static_cast<size_t>(output)] < 0 && !made.constant() &&
           !made.variable && alike(made, tensor(to));
  }

  void paste_branch(const Model& graph, const std::vector<int>& inputs,
                    const std::vector<int>& outputs) {
    const Uses uses(graph);
    std::vector<int> map = map_inputs(graph, inputs);
    for (size_t i = 0; i < outputs.size(); ++i) {
      const int made = graph.outputs[i];
      if (fits(graph, map, made, outputs[i]) && uses.viewed(made) == made) {
        map[static_cast<size_t>(made)] = outputs[i];
      }
    }
    add_operators(graph, map);
    for (size_t i = 0; i < outputs.size(); ++i) {
      const int made = map[static_cast<size_t>(graph.outputs[i])];
      if (made != outputs[i]) copy(made, outputs[i]);
    }
  }

  void paste_body(const Model& graph, const std::vector<int>& variables) {
    const Uses uses(graph);
    std::vector<int> map = map_inputs(graph, variables);
    for (size_t i = 0; i < variables.size(); ++i) {
      const int made = graph.outputs[i];
      if (fits(graph, map, made, variables[i]) && uses.viewed(made) == made &&
          uses.made_after_reads(made, graph.inputs[i])) {
        map[static_cast<size_t>(made)] = variables[i];
      }
    }
    add_operators(graph, map);
    // What an earlier copy would overwrite is kept.
    std::vector<std::pair<int, int>> copies;
    for (size_t i = 0; i < variables.size(); ++i) {
      const int root = uses.viewed(graph.outputs[i]);
      int made = map[static_cast<size_t>(graph.outputs[i])];
      if (made == variables[i] || root == graph.inputs[i]) continue;
      const auto earlier =
          graph.inputs.begin() + static_cast<std::ptrdiff_t>(i);
      if (std::find(graph.inputs.begin(), earlier, root) != earlier) {
        const int kept = new_tensor(tensor(variables[i]));
        copy(made, kept);
        made = kept;
      }
      copies.emplace_back(made, variables[i]);
    }
    for (const auto& [from, to] : copies) copy(from, to);
  }

  Model model_;
  const std::vector<Model> subgraphs_;
  std::map<int, Model> prepared_;
  // By subgraph, as prepared, and its tensor.
  std::map<std::pair<const Model*, size_t>, int> variables_;
};

}  // namespace

Model join_subgraphs(Model model) { return Joiner(std::move(model)).run(); }

}  // namespace mote
