#include "lib/compiler/fuse_additions.h"

#include <gtest/gtest.h>

#include "lib/compiler/compile.h"
#include "lib/compiler/explain/describe_memory.h"
#include "lib/compiler/explain/describe_model.h"
#include "lib/compiler/passes/small_model.h"

namespace mote {
namespace {

constexpr int kSize = 16;  // rows and columns

// x -> a -> b -> sums; a + sums -> y -> largest, which `outputs` may name with
// sums. Three convolutions, a maximum.
Model residual_block(bool sums_are_output = false) {
  test::SmallModel m;
  const std::vector<int> shape = {1, kSize, kSize, 1};
  const int x = m.int8("x", shape), a = m.int8("a", shape);
  const int b = m.int8("b", shape), sums = m.int8("sums", shape);
  const int y = m.int8("y", shape), largest = m.int8("largest", shape);
  const int w = m.weights("w", {1, 1, 1, 1}, {3});
  m.add(OperatorCode::kConv2d, {x, w}, {a});
  m.add(OperatorCode::kConv2d, {a, w}, {b});
  m.add(OperatorCode::kConv2d, {b, w}, {sums});
  m.add(OperatorCode::kAdd, {a, sums}, {y});
  m.add(OperatorCode::kMaximum, {y, y}, {largest});
  std::vector<int> outputs = {largest};
  if (sums_are_output) outputs.push_back(sums);
  return std::move(m).finish({x}, outputs);
}

Plan compiled(const Model& model, Additions additions) {
  CompileOptions options;
  options.additions = additions;
  return compile(model, host_target(true), options);
}

TEST(FuseAdditions, ConvolutionTakesTheAdditionAndItsPlace) {
  const Plan plan = compiled(residual_block(), Additions::kAlways);
  EXPECT_EQ(explain_fusion(plan).text,
            R"(- sums = 1x1 conv 1->1 (reference::ConvInt8)
- y = add (reference::AddInt8)
+ y = 1x1 conv 1->1, then add (reference::ConvAddInt8)
)");
  EXPECT_TRUE(explain_fusion(plan).changed);
  EXPECT_EQ(describe_memory(plan),
            R"(    from    bytes  steps  what
       0      256    1-3  a
     256      256    2-3  b
       0      256    3-4  y, over a
     512       16    3-3  scratch of y
arena of 528 bytes; no placement of these needs less than 528
)");
}

TEST(FuseAdditions, AreLeftOutWhereTheyCostMore) {
  const Plan plan = compiled(residual_block(), Additions::kByCost);
  EXPECT_EQ(plan.steps.size(), 5u);
  const PassResult result = explain_fusion(plan);
  EXPECT_FALSE(result.changed);
  EXPECT_EQ(result.note,
            "not taken: arena 768 -> 528 bytes, flash +240 bytes, "
            "instructions +6.0 %, estimated");
}

TEST(FuseAdditions, SumsThatOthersNeedStay) {
  const Plan plan = compiled(residual_block(true), Additions::kAlways);
  EXPECT_EQ(plan.steps.size(), 5u);
  EXPECT_EQ(explain_fusion(plan).note, "");
}

TEST(FuseAdditions, TensorsThatAreKeptAreMade) {
  CompileOptions options;
  options.additions = Additions::kAlways;
  options.keep_tensors = true;
  EXPECT_EQ(compile(residual_block(), host_target(true), options).steps.size(),
            5u);
}

}  // namespace
}  // namespace mote
