#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "lib/model/model.h"

namespace mote {

// An order of a model's operators, and the most bytes of computed tensors that
// are alive at once in it. The model's inputs and outputs lie outside the arena
// and views in their tensor's memory: neither counts.
struct OperatorOrder {
  std::vector<int> operators;
  int64_t bytes = 0;
  int64_t lower_bound_bytes = 0;  // no order needs less
};

// The order of least bytes: exact where few sets of operators can have run
// before the rest (most models: a chain with branches), which makes the bound
// equal to it; else the better of the model's own order and the one that always
// continues with what needs least.
OperatorOrder order_of_least_memory(const Model& model);
OperatorOrder given_order(const Model& model);

// Before: any model.
// After: the operators stand in the order of least memory, as they stood where
// that is no worse. Those that share a variable keep their order.
Model order_operators(Model model);

// How much the given order and the best need, beside the bound.
std::string describe_order(const Model& before);

}  // namespace mote
