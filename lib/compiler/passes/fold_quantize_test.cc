#include "lib/compiler/passes/fold_quantize.h"

#include <gtest/gtest.h>

#include "lib/compiler/passes/small_model.h"

namespace mote {
namespace {

TEST(FoldQuantize, SameScaleAndRoundTripsAreGone) {
  test::SmallModel m;
  const int x = m.int8("x", {2}), same = m.int8("same", {2});
  const int real = m.float32("real", {2}), back = m.int8("back", {2});
  const int y = m.int8("y", {2});
  m.add(OperatorCode::kQuantize, {x}, {same});
  m.add(OperatorCode::kDequantize, {same}, {real});
  m.add(OperatorCode::kQuantize, {real}, {back});
  m.add(OperatorCode::kSoftmax, {back}, {y});
  EXPECT_EQ(test::changes("fold_quantize", std::move(m).finish({x}, {y})),
            R"(- 4 operators, 0 bytes of constants
+ 1 operator, 0 bytes of constants
  x int8[2] {0.5, -1} = input
- same int8[2] {0.5, -1} = QUANTIZE(x)
- real float32[2] = DEQUANTIZE(same)
- back int8[2] {0.5, -1} = QUANTIZE(real)
- y int8[2] {0.5, -1} = SOFTMAX(back)
+ y int8[2] {0.5, -1} = SOFTMAX(x)
  output y
)");
}

// x -> Quantize -> Softmax.
Model quantize_model(float scale, bool variable, bool is_output) {
  test::SmallModel m;
  const int x = m.int8("x", {2}), other = m.int8("other", {2});
  const int y = m.int8("y", {2});
  m[other].quantization.scale = {scale};
  m[x].variable = variable;
  m.add(OperatorCode::kQuantize, {x}, {other});
  m.add(OperatorCode::kSoftmax, {other}, {y});
  std::vector<int> outputs = {y};
  if (is_output) outputs.push_back(other);
  return std::move(m).finish({x}, outputs);
}

TEST(FoldQuantize, WhatIsNeededStays) {
  EXPECT_EQ(fold_quantize(quantize_model(0.5f, false, false)).operators.size(),
            1u);
  EXPECT_EQ(fold_quantize(quantize_model(0.4f, false, false)).operators.size(),
            2u);
  EXPECT_EQ(fold_quantize(quantize_model(0.5f, true, false)).operators.size(),
            2u);
  EXPECT_EQ(fold_quantize(quantize_model(0.5f, false, true)).operators.size(),
            2u);
}

}  // namespace
}  // namespace mote
