#include "lib/compiler/passes/order_operators.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <numeric>
#include <optional>
#include <queue>
#include <set>

#include "lib/compiler/boxes.h"

namespace mote {
namespace {

using Done = std::vector<bool>;  // which operators have run

// What the order of operators depends on: who waits for whom, and the memory
// that each reads and writes.
class Graph {
 public:
  explicit Graph(const Model& model)
      : model_(model), count_(model.operators.size()), waits_(count_) {
    find_storage();
    find_uses();
    find_waits();
  }

  size_t count() const { return count_; }

  bool ready(const Done& done, size_t op) const {
    return !done[op] && std::ranges::all_of(waits_[op], [&](size_t other) {
      return done[other];
    });
  }

  // Bytes alive while `op` runs after those that are done.
  int64_t bytes_during(const Done& done, size_t op) const {
    int64_t bytes = 0;
    for (const auto& [tensor, use] : uses_) {
      const auto touches = [&](size_t o) { return o == op || done[o]; };
      const auto needs = [&](size_t o) { return !done[o]; };
      if (std::ranges::any_of(use.operators, touches) &&
          std::ranges::any_of(use.operators, needs)) {
        bytes += use.bytes;
      }
    }
    return bytes;
  }

  // Bytes that `op` needs whenever it runs.
  int64_t own_bytes(size_t op) const {
    int64_t bytes = 0;
    for (const auto& [tensor, use] : uses_) {
      if (std::ranges::count(use.operators, op) > 0) bytes += use.bytes;
    }
    return bytes;
  }

 private:
  struct Use {
    int64_t bytes = 0;
    std::vector<size_t> operators;  // that make or read it
  };

  bool has(int tensor) const {
    return tensor >= 0 && !model_.tensors[tensor].constant();
  }

  // Views lie in the memory of what they view.
  void find_storage() {
    storage_.resize(model_.tensors.size());
    std::iota(storage_.begin(), storage_.end(), 0);
    for (const Operator& op : model_.operators) {
      if (op.inputs.empty() || op.outputs.size() != 1 || !has(op.inputs[0]) ||
          !is_view(model_, op)) {
        continue;
      }
      storage_[op.outputs[0]] = storage_[op.inputs[0]];
    }
  }

  void find_uses() {
    std::set<int> outside;
    for (const int t : model_.inputs) outside.insert(storage_[t]);
    for (const int t : model_.outputs) outside.insert(storage_[t]);
    for (size_t i = 0; i < count_; ++i) {
      const Operator& op = model_.operators[i];
      for (const auto* list : {&op.inputs, &op.outputs}) {
        for (const int t : *list) {
          if (!has(t) || model_.tensors[t].variable ||
              outside.count(storage_[t])) {
            continue;
          }
          Use& use = uses_[storage_[t]];
          use.bytes = std::max(use.bytes, model_.tensors[t].bytes());
          use.operators.push_back(i);
        }
      }
    }
  }

  // An operator waits for those before it that make what it reads, and for all
  // that share a variable with it.
  void find_waits() {
    std::map<int, std::vector<size_t>> touched;  // by owner of the memory
    for (size_t i = 0; i < count_; ++i) {
      const Operator& op = model_.operators[i];
      std::set<size_t> before = barrier_before(i);
      for (const auto* list : {&op.inputs, &op.outputs}) {
        for (const int t : *list) {
          if (!has(t)) continue;
          const std::vector<size_t>& others = touched[storage_[t]];
          before.insert(others.begin(), others.end());
        }
      }
      waits_[i].assign(before.begin(), before.end());
      for (const int t : op.outputs) touched[storage_[t]].push_back(i);
      for (const int t : op.inputs) {
        const bool remembers = has(t) && model_.tensors[storage_[t]].variable;
        if (remembers) touched[storage_[t]].push_back(i);
      }
    }
  }

  // What operator `i` waits for because the inference may end in between.
  std::set<size_t> barrier_before(size_t i) const {
    std::set<size_t> before;
    for (size_t other = 0; other < i; ++other) {
      if (is_control(model_.operators[i].code) ||
          is_control(model_.operators[other].code)) {
        before.insert(other);
      }
    }
    return before;
  }

  const Model& model_;
  const size_t count_;
  std::vector<int> storage_;
  std::map<int, Use> uses_;  // by the tensor that owns the memory
  std::vector<std::vector<size_t>> waits_;
};

int64_t peak_of(const Graph& graph, const std::vector<int>& order) {
  Done done(graph.count());
  int64_t peak = 0;
  for (const int op : order) {
    peak = std::max(peak, graph.bytes_during(done, static_cast<size_t>(op)));
    done[static_cast<size_t>(op)] = true;
  }
  return peak;
}

// Always what needs least now, of equals the first in the model.
std::vector<int> greedy_order(const Graph& graph) {
  std::vector<int> order;
  Done done(graph.count());
  while (order.size() < graph.count()) {
    std::optional<size_t> next;
    for (size_t op = 0; op < graph.count(); ++op) {
      if (!graph.ready(done, op)) continue;
      if (!next ||
          graph.bytes_during(done, op) < graph.bytes_during(done, *next)) {
        next = op;
      }
    }
    order.push_back(static_cast<int>(*next));
    done[*next] = true;
  }
  return order;
}

// Visits sets of operators that can have run, those of the smallest peak first:
// the first that holds all has the smallest peak of all orders.
class Search {
 public:
  explicit Search(const Graph& graph) : graph_(graph) {}

  // The best order, or none when more than kMostSets sets came up.
  std::optional<std::vector<int>> run() {
    constexpr size_t kMostSets = 3000;
    visit(Done(graph_.count()), 0, -1, -1);
    while (!waiting_.empty()) {
      const int index = waiting_.top().second;
      waiting_.pop();
      // Not references: visit() adds to both.
      const Done done = *visited_[static_cast<size_t>(index)].done;
      const int64_t peak = visited_[static_cast<size_t>(index)].peak;
      if (best_.at(done) < peak) continue;  // a better way came up since
      if (std::ranges::count(done, false) == 0) return path_to(index);
      for (size_t op = 0; op < graph_.count(); ++op) {
        if (!graph_.ready(done, op)) continue;
        Done next = done;
        next[op] = true;
        visit(std::move(next), std::max(peak, graph_.bytes_during(done, op)),
              index, static_cast<int>(op));
      }
      if (visited_.size() > kMostSets) return std::nullopt;
    }
    return std::nullopt;
  }

 private:
  struct Visit {
    const Done* done;
    int64_t peak;
    int from, op;  // the set before, and what ran then
  };

  void visit(Done done, int64_t peak, int from, int op) {
    // A set that was reached before cost no more: those wait in order of peak,
    // and what a set adds does not depend on the way there.
    const auto [known, is_new] = best_.try_emplace(std::move(done), peak);
    if (!is_new && known->second <= peak) return;
    known->second = peak;
    visited_.push_back({&known->first, peak, from, op});
    // Of equal peaks the set that came last first: it is nearer to the end.
    waiting_.push({-peak, static_cast<int>(visited_.size()) - 1});
  }

  std::vector<int> path_to(int index) const {
    std::vector<int> order;
    for (; visited_[static_cast<size_t>(index)].from >= 0;
         index = visited_[static_cast<size_t>(index)].from) {
      order.push_back(visited_[static_cast<size_t>(index)].op);
    }
    std::ranges::reverse(order);
    return order;
  }

  const Graph& graph_;
  std::map<Done, int64_t> best_;  // the smallest peak on the way to a set
  std::vector<Visit> visited_;
  std::priority_queue<std::pair<int64_t, int>> waiting_;  // -peak, visit
};

OperatorOrder with_bound(const Graph& graph, std::vector<int> operators) {
  OperatorOrder order;
  order.bytes = peak_of(graph, operators);
  order.operators = std::move(operators);
  for (size_t op = 0; op < graph.count(); ++op) {
    order.lower_bound_bytes =
        std::max(order.lower_bound_bytes, graph.own_bytes(op));
  }
  return order;
}

std::vector<int> as_they_stand(const Model& model) {
  std::vector<int> order(model.operators.size());
  std::iota(order.begin(), order.end(), 0);
  return order;
}

}  // namespace

OperatorOrder given_order(const Model& model) {
  return with_bound(Graph(model), as_they_stand(model));
}

OperatorOrder order_of_least_memory(const Model& model) {
  const Graph graph(model);
  OperatorOrder best = with_bound(graph, as_they_stand(model));
  if (best.bytes == best.lower_bound_bytes) return best;
  const std::optional<std::vector<int>> exact = Search(graph).run();
  const OperatorOrder other =
      with_bound(graph, exact ? *exact : greedy_order(graph));
  if (other.bytes < best.bytes) best = other;
  if (exact) best.lower_bound_bytes = best.bytes;
  return best;
}

Model order_operators(Model model) {
  const OperatorOrder order = order_of_least_memory(model);
  std::vector<Operator> operators;
  for (const int op : order.operators) {
    operators.push_back(model.operators[static_cast<size_t>(op)]);
  }
  model.operators = std::move(operators);
  return model;
}

std::string describe_order(const Model& before) {
  const OperatorOrder given = given_order(before);
  const OperatorOrder best = order_of_least_memory(before);
  return fmt::format(
      "tensors alive at once take {} bytes as the model stands, {} in the best "
      "order found; no order takes less than {}",
      given.bytes, best.bytes, best.lower_bound_bytes);
}

}  // namespace mote
