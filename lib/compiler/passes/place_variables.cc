#include "lib/compiler/passes/place_variables.h"

#include <algorithm>
#include <cstddef>
#include <map>

#include "lib/compiler/boxes.h"
#include "lib/compiler/refuse.h"

namespace mote {
namespace {

bool contains(const std::vector<int>& list, int value) {
  return std::ranges::find(list, value) != list.end();
}

// Constants that a subgraph assigns to variables, by their names.
std::map<std::string, Tensor> initial_values(const Model& graph) {
  std::map<int, std::string> handles;
  std::map<std::string, Tensor> values;
  for (const Operator& op : graph.operators) {
    if (op.code == OperatorCode::kVarHandle) {
      handles[op.outputs[0]] = op.options.variable;
    } else if (op.code == OperatorCode::kAssignVariable &&
               handles.contains(op.inputs[0]) &&
               graph.tensors[op.inputs[1]].constant()) {
      values[handles[op.inputs[0]]] = graph.tensors[op.inputs[1]];
    } else {
      refuse_operator(graph, op,
                      "it is called once, before the first inference",
                      "Only assignments of constants to variables can be.");
    }
  }
  return values;
}

class Variables {
 public:
  explicit Variables(Model model) : model_(std::move(model)) {}

  Model run() && {
    for (const Operator& op : model_.operators) {
      if (op.code == OperatorCode::kCallOnce) call_once(op);
      if (op.code == OperatorCode::kVarHandle) {
        names_[op.outputs[0]] = op.options.variable;
      }
    }
    for (size_t i = 0; i < model_.operators.size(); ++i) connect(i);
    std::erase_if(model_.operators, [](const Operator& op) {
      return op.code == OperatorCode::kVarHandle ||
             op.code == OperatorCode::kCallOnce;
    });
    read_in_place();
    write_in_place();
    return std::move(model_);
  }

 private:
  void call_once(const Operator& op) {
    const int number = op.options.subgraph;
    if (number < 1 || number > static_cast<int>(model_.subgraphs.size())) {
      refuse_operator(model_, op, "its subgraph does not exist",
                      "The file may be damaged; convert the model again.");
    }
    const auto values =
        initial_values(model_.subgraphs[static_cast<size_t>(number - 1)]);
    initial_.insert(values.begin(), values.end());
  }

  // The tensor of the variable that a handle names, made at its first use.
  int variable(const Operator& op, const Tensor& like) {
    const auto name = names_.find(op.inputs[0]);
    if (name == names_.end()) {
      refuse_operator(model_, op, "its variable is not known when compiling",
                      "Use one VAR_HANDLE a variable.");
    }
    const auto initial = initial_.find(name->second);
    if (initial == initial_.end()) {
      refuse_operator(model_, op,
                      "nothing fills variable '" + name->second + "'",
                      "Convert the model with its initial states.");
    }
    const Tensor& value = initial->second;
    if (value.type != like.type || value.bytes() != like.bytes()) {
      refuse_operator(
          model_, op,
          "variable '" + name->second + "' changes its type or size",
          "The file may be damaged; convert the model again.");
    }
    const auto known = tensors_.find(name->second);
    if (known != tensors_.end()) return known->second;
    Tensor tensor = value;
    tensor.name = name->second;
    tensor.initial = std::move(tensor.data);
    tensor.data.clear();
    tensor.variable = true;
    const int index = static_cast<int>(model_.tensors.size());
    model_.tensors.push_back(std::move(tensor));
    tensors_[name->second] = index;
    return index;
  }

  void connect(size_t i) {
    // Not a reference: variable() may move the tensors, and messages count
    // operators by their place.
    const Operator& op = model_.operators[i];
    if (op.code == OperatorCode::kReadVariable) {
      const Tensor like = model_.tensors[op.outputs[0]];
      model_.operators[i].inputs = {variable(op, like)};
    } else if (op.code == OperatorCode::kAssignVariable) {
      const Tensor like = model_.tensors[op.inputs[1]];
      const int value = op.inputs[1];
      model_.operators[i].outputs = {variable(op, like)};
      model_.operators[i].inputs = {value};
    }
  }

  bool reads(const Operator& op, int tensor) const {
    return contains(op.inputs, tensor);
  }
  bool writes(const Operator& op, int tensor) const {
    return contains(op.outputs, tensor);
  }

  // The last operator that reads `tensor` or a view of it.
  size_t last_use(int tensor) const {
    size_t last = 0;
    for (size_t i = 0; i < model_.operators.size(); ++i) {
      const Operator& op = model_.operators[i];
      if (!reads(op, tensor)) continue;
      last = std::max(last, i);
      if (op.code != OperatorCode::kAssignVariable && is_view(model_, op)) {
        last = std::max(last, last_use(op.outputs[0]));
      }
    }
    return last;
  }

  bool leaves_model(int tensor) const {
    return contains(model_.outputs, tensor) ||
           std::ranges::any_of(model_.operators, [&](const Operator& op) {
             return reads(op, tensor) && is_view(model_, op) &&
                    op.code != OperatorCode::kAssignVariable &&
                    leaves_model(op.outputs[0]);
           });
  }

  bool touched_between(int tensor, size_t first, size_t last) const {
    for (size_t i = first; i <= last && i < model_.operators.size(); ++i) {
      if (writes(model_.operators[i], tensor)) return true;
    }
    return false;
  }

  // A value read is the variable itself while nobody assigns to it.
  void read_in_place() {
    for (size_t i = 0; i < model_.operators.size();) {
      const Operator op = model_.operators[i];
      if (op.code == OperatorCode::kReadVariable &&
          !leaves_model(op.outputs[0]) &&
          model_.tensors[op.outputs[0]].shape ==
              model_.tensors[op.inputs[0]].shape &&
          !touched_between(op.inputs[0], i, last_use(op.outputs[0]))) {
        for (Operator& reader : model_.operators) {
          std::ranges::replace(reader.inputs, op.outputs[0], op.inputs[0]);
        }
        erase(i);
      } else {
        ++i;
      }
    }
  }

  // Whoever makes a value for a variable alone may make it there, if nobody
  // still wants what the variable held.
  void write_in_place() {
    for (size_t i = 0; i < model_.operators.size();) {
      const Operator op = model_.operators[i];
      if (op.code == OperatorCode::kAssignVariable && can_make_there(op, i)) {
        for (Operator& maker : model_.operators) {
          std::ranges::replace(maker.outputs, op.inputs[0], op.outputs[0]);
        }
        erase(i);
      } else {
        ++i;
      }
    }
  }

  bool can_make_there(const Operator& assign, size_t place) const {
    const int value = assign.inputs[0], variable = assign.outputs[0];
    if (contains(model_.outputs, value)) return false;
    for (size_t i = 0; i < place; ++i) {
      const Operator& maker = model_.operators[i];
      if (!writes(maker, value)) continue;
      if (is_view(model_, maker) || maker.code == OperatorCode::kReadVariable ||
          maker.code == OperatorCode::kAssignVariable) {
        return false;
      }
      for (size_t k = i; k < model_.operators.size(); ++k) {
        const bool between = k <= place;
        if (between && reads(model_.operators[k], variable)) return false;
        if (k != place && reads(model_.operators[k], value)) return false;
        if (k != place && writes(model_.operators[k], variable)) return false;
      }
      return !views_used_after(variable, i);
    }
    return false;
  }

  // Whether a view of the variable is read at operator `first` or later.
  bool views_used_after(int variable, size_t first) const {
    return std::ranges::any_of(model_.operators, [&](const Operator& op) {
      return reads(op, variable) && is_view(model_, op) &&
             last_use(op.outputs[0]) >= first;
    });
  }

  void erase(size_t i) {
    model_.operators.erase(model_.operators.begin() +
                           static_cast<std::ptrdiff_t>(i));
  }

  Model model_;
  std::map<int, std::string> names_;       // by handle
  std::map<std::string, Tensor> initial_;  // by name
  std::map<std::string, int> tensors_;     // by name
};

}  // namespace

Model place_variables(Model model) { return Variables(std::move(model)).run(); }

}  // namespace mote
