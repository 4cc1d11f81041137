#include "lib/compiler/passes/order_operators.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>
#include <random>

#include "lib/compiler/passes/small_model.h"

namespace mote {
namespace {

// Two branches, each from a large tensor to a small one, side by side.
Model two_branches() {
  test::SmallModel m;
  const int x = m.int8("x", {8}), y = m.int8("y", {1});
  const int a = m.int8("a", {100}), b = m.int8("b", {1});
  const int c = m.int8("c", {100}), d = m.int8("d", {1});
  m.add(OperatorCode::kResizeBilinear, {x}, {a});
  m.add(OperatorCode::kResizeBilinear, {x}, {c});
  m.add(OperatorCode::kMean, {a}, {b});
  m.add(OperatorCode::kMean, {c}, {d});
  m.add(OperatorCode::kAdd, {b, d}, {y});
  return std::move(m).finish({x}, {y});
}

TEST(OrderOperators, BranchesComeOneAfterTheOther) {
  EXPECT_EQ(test::changes("order_operators", two_branches()),
            R"(  5 operators, 0 bytes of constants
  x int8[8] {0.5, -1} = input
  a int8[100] {0.5, -1} = RESIZE_BILINEAR(x)
- c int8[100] {0.5, -1} = RESIZE_BILINEAR(x)
  b int8[1] {0.5, -1} = MEAN(a)
+ c int8[100] {0.5, -1} = RESIZE_BILINEAR(x)
  d int8[1] {0.5, -1} = MEAN(c)
  y int8[1] {0.5, -1} = ADD(b, d)
  output y
)");
  EXPECT_EQ(describe_order(two_branches()),
            "tensors alive at once take 201 bytes as the model stands, 102 in "
            "the best order found; no order takes less than 102");
}

TEST(OrderOperators, ThoseThatShareAVariableKeepTheirOrder) {
  test::SmallModel m;
  const int x = m.int8("x", {100}), v = m.int8("v", {100});
  const int old = m.int8("old", {100}), y = m.int8("y", {100});
  m[v].variable = true;
  m.add(OperatorCode::kReadVariable, {v}, {old});
  m.add(OperatorCode::kAssignVariable, {x}, {v});
  m.add(OperatorCode::kAdd, {old, v}, {y});
  const Model model = std::move(m).finish({x}, {y});
  EXPECT_EQ(order_of_least_memory(model).operators,
            (std::vector<int>{0, 1, 2}));
}

using Random = std::mt19937;

// Six operators, each of which reads one or two of the tensors before it.
Model random_model(Random& random) {
  test::SmallModel m;
  std::vector<int> tensors = {m.int8("x", {4})};
  for (int i = 0; i < 6; ++i) {
    const int size = 1 + static_cast<int>(random() % 50);
    const auto any = [&] { return tensors[random() % tensors.size()]; };
    std::vector<int> inputs = {any()};
    if (random() % 2) inputs.push_back(any());
    tensors.push_back(m.int8("t", {size}));
    m.add(OperatorCode::kMaximum, inputs, {tensors.back()});
  }
  return std::move(m).finish({tensors[0]}, {tensors.back()});
}

bool can_run(const Model& model) {
  std::vector<int> made = model.inputs;
  for (const Operator& op : model.operators) {
    for (const int t : op.inputs) {
      if (std::ranges::count(made, t) == 0) return false;
    }
    made.push_back(op.outputs[0]);
  }
  return true;
}

TEST(OrderOperators, NoOtherOrderNeedsLess) {
  Random random(3);
  for (int i = 0; i < 20; ++i) {
    const Model model = random_model(random);
    const OperatorOrder best = order_of_least_memory(model);
    int64_t least = given_order(model).bytes;
    std::vector<int> order = {0, 1, 2, 3, 4, 5};
    do {
      Model other = model;
      for (size_t op = 0; op < order.size(); ++op) {
        other.operators[op] = model.operators[static_cast<size_t>(order[op])];
      }
      if (can_run(other)) least = std::min(least, given_order(other).bytes);
    } while (std::ranges::next_permutation(order).found);
    EXPECT_EQ(best.bytes, least);
    EXPECT_EQ(best.lower_bound_bytes, least);
    const Model ordered = order_operators(model);
    EXPECT_TRUE(can_run(ordered));
    EXPECT_EQ(given_order(ordered).bytes, least);
  }
}

// Forty branches side by side have more sets than the search visits.
TEST(OrderOperators, ManyBranchesAreDoneOneByOne) {
  test::SmallModel m;
  const int x = m.int8("x", {1}), y = m.int8("y", {1});
  std::vector<int> wide, narrow;
  for (int i = 0; i < 40; ++i) {
    wide.push_back(m.int8("wide", {100}));
    m.add(OperatorCode::kResizeBilinear, {x}, {wide.back()});
  }
  for (const int t : wide) {
    narrow.push_back(m.int8("narrow", {1}));
    m.add(OperatorCode::kMean, {t}, {narrow.back()});
  }
  m.add(OperatorCode::kConcatenation, narrow, {y});
  const Model model = std::move(m).finish({x}, {y});
  EXPECT_EQ(given_order(model).bytes, 4001);
  const OperatorOrder order = order_of_least_memory(model);
  EXPECT_LE(order.bytes, 140);
  EXPECT_GE(order.bytes, order.lower_bound_bytes);
}

}  // namespace
}  // namespace mote
