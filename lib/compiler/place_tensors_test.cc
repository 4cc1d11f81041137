// Tensors that lie within others, so that nothing is copied.
#include <gtest/gtest.h>

#include "lib/compiler/compile.h"
#include "lib/compiler/emit/emit.h"
#include "lib/compiler/explain/describe_memory.h"
#include "lib/compiler/passes/small_model.h"

namespace mote {
namespace {

TEST(PlaceTensors, WhatIsJoinedIsMadeInItsPlace) {
  test::SmallModel m;
  const int x = m.int8("x", {1, 8}), y = m.int8("y", {2, 8});
  const int a = m.int8("a", {1, 8}), b = m.int8("b", {1, 8});
  const int both = m.int8("both", {2, 8});
  m.add(OperatorCode::kMaximum, {x, x}, {a});
  m.add(OperatorCode::kMinimum, {x, x}, {b});
  m.add(OperatorCode::kConcatenation, {a, b}, {both});
  m.add(OperatorCode::kMaximum, {both, both}, {y});
  const Model model = std::move(m).finish({x}, {y});
  const Plan plan = compile(model, host_target(true));
  EXPECT_EQ(plan.steps.size(), 3u);
  EXPECT_EQ(describe_memory(plan),
            R"(    from    bytes  steps  what
       0        8    1-3  a
       8        8    2-3  b
       0       16    3-3  both, over a, b
arena of 16 bytes; no placement of these needs less than 16
)");
}

TEST(PlaceTensors, WhatIsSplitIsReadInItsPlace) {
  test::SmallModel m;
  const int x = m.int8("x", {2, 8}), y = m.int8("y", {1, 8});
  const int both = m.int8("both", {2, 8});
  const int a = m.int8("a", {1, 8}), b = m.int8("b", {1, 8});
  m.add(OperatorCode::kMaximum, {x, x}, {both});
  m.add(OperatorCode::kSplit, {m.int32("axis", {0}), both}, {a, b});
  m.add(OperatorCode::kMaximum, {a, b}, {y});
  const Model model = std::move(m).finish({x}, {y});
  const Plan plan = compile(model, host_target(true));
  EXPECT_EQ(plan.steps.size(), 2u);
  EXPECT_EQ(describe_memory(plan),
            R"(    from    bytes  steps  what
       0       16    1-2  both
       0        8    2-2  a, over both
       8        8    2-2  b, over both
arena of 16 bytes; no placement of these needs less than 16
)");
}

TEST(PlaceTensors, WhatIsJoinedToAnOutputIsMadeThere) {
  test::SmallModel m;
  const int x = m.int8("x", {1, 8}), both = m.int8("both", {2, 8});
  const int a = m.int8("a", {1, 8}), b = m.int8("b", {1, 8});
  m.add(OperatorCode::kMaximum, {x, x}, {a});
  m.add(OperatorCode::kMinimum, {x, x}, {b});
  m.add(OperatorCode::kConcatenation, {a, b}, {both});
  const Model model = std::move(m).finish({x}, {both});
  const Plan plan = compile(model, host_target(true));
  ASSERT_EQ(plan.steps.size(), 2u);
  EXPECT_EQ(plan.arena_bytes, 0);
  const Location first{Location::Kind::kOutput, 0, 0};
  const Location second{Location::Kind::kOutput, 8, 0};
  EXPECT_EQ(plan.steps[0].outputs[0], first);
  EXPECT_EQ(plan.steps[1].outputs[0], second);
  EmitOptions options;
  options.name = "joined";
  EXPECT_NE(emit(plan, options).files.at("joined.cc").find(" output + 8, "),
            std::string::npos);
}

// Kernels do not read the caller's outputs.
TEST(PlaceTensors, WhatOthersReadIsCopiedToAnOutput) {
  test::SmallModel m;
  const int x = m.int8("x", {1, 8}), both = m.int8("both", {2, 8});
  const int a = m.int8("a", {1, 8}), b = m.int8("b", {1, 8});
  m.add(OperatorCode::kMaximum, {x, x}, {a});
  m.add(OperatorCode::kMaximum, {a, x}, {b});
  m.add(OperatorCode::kConcatenation, {a, b}, {both});
  const Model model = std::move(m).finish({x}, {both});
  EXPECT_EQ(compile(model, host_target(true)).steps.size(), 3u);
}

TEST(PlaceTensors, PiecesOfAnInputAreReadThere) {
  test::SmallModel m;
  const int x = m.int8("x", {2, 8}), y = m.int8("y", {1, 8});
  const int a = m.int8("a", {1, 8}), b = m.int8("b", {1, 8});
  m.add(OperatorCode::kSplit, {m.int32("axis", {0}), x}, {a, b});
  m.add(OperatorCode::kMaximum, {a, b}, {y});
  const Model model = std::move(m).finish({x}, {y});
  const Plan plan = compile(model, host_target(true));
  ASSERT_EQ(plan.steps.size(), 1u);
  const Location second{Location::Kind::kInput, 8, 0};
  EXPECT_EQ(plan.steps[0].inputs[1], second);
}

// Columns of the joined tensor are no piece of it.
TEST(PlaceTensors, WhatIsJoinedByColumnsIsCopied) {
  test::SmallModel m;
  const int x = m.int8("x", {2, 8}), y = m.int8("y", {2, 16});
  const int a = m.int8("a", {2, 8}), b = m.int8("b", {2, 8});
  const int both = m.int8("both", {2, 16});
  m.add(OperatorCode::kMaximum, {x, x}, {a});
  m.add(OperatorCode::kMinimum, {x, x}, {b});
  m.add(OperatorCode::kConcatenation, {a, b}, {both}).options.axis = 1;
  m.add(OperatorCode::kMaximum, {both, both}, {y});
  const Model model = std::move(m).finish({x}, {y});
  EXPECT_EQ(compile(model, host_target(true)).steps.size(), 5u);
}

}  // namespace
}  // namespace mote
