// Branches and loops become part of the model.
#include "lib/compiler/passes/join_subgraphs.h"

#include <gtest/gtest.h>

#include "lib/compiler/passes/small_model.h"

namespace mote {
namespace {

// (x, y) -> code(x, y).
Model of_two(OperatorCode code) {
  test::SmallModel m;
  const int x = m.float32("x", {2}), y = m.float32("y", {2});
  const int z = m.float32("z", {2});
  m.add(code, {x, y}, {z});
  return std::move(m).finish({x, y}, {z});
}

TEST(JoinSubgraphs, BranchesWriteTheOutput) {
  test::SmallModel m;
  const int c = m.float32("c", {1});
  m[c].type = Type::kBool;
  const int a = m.float32("a", {2}), b = m.float32("b", {2});
  const int out = m.float32("out", {2});
  Operator& op = m.add(OperatorCode::kIf, {c, a, b}, {out});
  op.options.subgraph = 1;
  op.options.other_subgraph = 2;
  Model model = std::move(m).finish({c, a, b}, {out});
  model.subgraphs = {of_two(OperatorCode::kAdd), of_two(OperatorCode::kMul)};
  EXPECT_EQ(test::changes("join_subgraphs", model),
            R"(- 1 operator, 0 bytes of constants
+ 5 operators, 0 bytes of constants
  c bool[1] = input
  a float32[2] = input
  b float32[2] = input
- out float32[2] = IF(c, a, b)
+ BRANCH(c)
+ out float32[2] = ADD(a, b)
+ ELSE()
+ out float32[2] = MUL(a, b)
+ END()
  output out
)");
}

// x < most of (x, y).
Model smaller(Model m) {
  m.tensors[2].type = Type::kBool;
  m.tensors[2].name = "more";
  return m;
}

// Takes turns: (x, y) -> (y, x + y).
Model turns() {
  Model m = of_two(OperatorCode::kAdd);
  m.outputs = {m.inputs[1], m.outputs[0]};
  return m;
}

TEST(JoinSubgraphs, VariablesThatAreStillReadAreWrittenAtTheEnd) {
  test::SmallModel m;
  const int a = m.float32("a", {2}), b = m.float32("b", {2});
  const int x = m.float32("u", {2}), y = m.float32("v", {2});
  Operator& op = m.add(OperatorCode::kWhile, {a, b}, {x, y});
  op.options.subgraph = 1;
  op.options.other_subgraph = 2;
  Model model = std::move(m).finish({a, b}, {x, y});
  model.subgraphs = {smaller(of_two(OperatorCode::kLess)), turns()};
  EXPECT_EQ(test::changes("join_subgraphs", model),
            R"(- 1 operator, 0 bytes of constants
+ 9 operators, 0 bytes of constants
  a float32[2] = input
  b float32[2] = input
- u float32[2], v float32[2] = WHILE(a, b)
+ u float32[2] = READ_VARIABLE(a)
+ v float32[2] = READ_VARIABLE(b)
+ LOOP()
+ more bool[2] = LESS(u, v)
+ BREAK_UNLESS(more)
+ z float32[2] = ADD(u, v)
+ u float32[2] = READ_VARIABLE(v)
+ v float32[2] = READ_VARIABLE(z)
+ END()
  output u
  output v
)");
}

}  // namespace
}  // namespace mote
