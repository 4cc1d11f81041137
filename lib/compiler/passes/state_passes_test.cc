// Variables become tensors: those that the file names, and those it does not.
#include <gtest/gtest.h>

#include "lib/compiler/passes/small_model.h"

namespace mote {
namespace {

// y = x + last, then last = x; the subgraph fills it.
Model remembering_model() {
  test::SmallModel m;
  const int x = m.int8("x", {1, 2}), y = m.int8("y", {1, 2});
  const int last = m.int8("last", {1, 2});
  const int name = m.float32("name", {});
  m[name].type = Type::kResource;
  m.add(OperatorCode::kCallOnce, {}, {}).options.subgraph = 1;
  m.add(OperatorCode::kVarHandle, {}, {name}).options.variable = "v";
  m.add(OperatorCode::kReadVariable, {name}, {last});
  m.add(OperatorCode::kAdd, {x, last}, {y});
  m.add(OperatorCode::kAssignVariable, {name, x}, {});
  test::SmallModel fill;
  const int handle = fill.float32("name", {});
  fill[handle].type = Type::kResource;
  fill.add(OperatorCode::kVarHandle, {}, {handle}).options.variable = "v";
  const int zeros = fill.weights("zeros", {1, 2}, {-1, -1});
  fill[zeros].quantization = {{0.5f}, {-1}, 0};
  fill.add(OperatorCode::kAssignVariable, {handle, zeros}, {});
  Model model = std::move(m).finish({x}, {y});
  model.subgraphs = {std::move(fill).finish({}, {})};
  return model;
}

TEST(PlaceVariables, VariableIsATensor) {
  EXPECT_EQ(test::changes("place_variables", remembering_model()),
            R"(- 5 operators, 0 bytes of constants
+ 2 operators, 0 bytes of constants
  x int8[1x2] {0.5, -1} = input
- CALL_ONCE()
- name resource[] = VAR_HANDLE(), v
- last int8[1x2] {0.5, -1} = READ_VARIABLE(name)
- y int8[1x2] {0.5, -1} = ADD(x, last)
- ASSIGN_VARIABLE(name, x)
+ v int8[1x2] {0.5, -1} = variable
+ y int8[1x2] {0.5, -1} = ADD(x, v)
+ v int8[1x2] {0.5, -1} = ASSIGN_VARIABLE(x)
  output y
)");
}

TEST(GiveState, OperatorThatRemembersHasAVariable) {
  test::SmallModel m;
  const int x = m.int8("x", {4}), y = m.int8("y", {4});
  m[x].type = m[y].type = Type::kInt16;
  Operator& delay = m.add(OperatorCode::kCustom, {x}, {y});
  delay.custom_name = "SignalDelay";
  delay.options.numbers["delay_length"] = 3;
  EXPECT_EQ(test::changes("give_state", std::move(m).finish({x}, {y})),
            R"(  1 operator, 0 bytes of constants
  x int16[4] {0.5, -1} = input
- y int16[4] {0.5, -1} = SignalDelay(x)
+ y/state int16[1x3] = variable
+ y int16[4] {0.5, -1} = SignalDelay(x, y/state)
  output y
)");
}

}  // namespace
}  // namespace mote
