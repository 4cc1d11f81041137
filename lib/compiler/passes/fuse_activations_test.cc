#include "lib/compiler/passes/fuse_activations.h"

#include <gtest/gtest.h>

#include "lib/compiler/passes/small_model.h"

namespace mote {
namespace {

// A convolution, whose sums `outputs` may name too, and a ReLU.
Model convolution_and_relu(bool sums_are_output) {
  test::SmallModel m;
  const int x = m.int8("x", {1, 2, 2, 1}), sums = m.int8("sums", {1, 2, 2, 1});
  const int y = m.int8("y", {1, 2, 2, 1});
  m.add(OperatorCode::kConv2d, {x, m.weights("w", {1, 1, 1, 1}, {3})}, {sums});
  m.add(OperatorCode::kRelu, {sums}, {y});
  std::vector<int> outputs = {y};
  if (sums_are_output) outputs.push_back(sums);
  return std::move(m).finish({x}, outputs);
}

TEST(FuseActivations, ConvolutionTakesItsRelu) {
  EXPECT_EQ(test::changes("fuse_activations", convolution_and_relu(false)),
            R"(- 2 operators, 1 bytes of constants
+ 1 operator, 1 bytes of constants
  x int8[1x2x2x1] {0.5, -1} = input
- sums int8[1x2x2x1] {0.5, -1} = CONV_2D(x, w int8[1x1x1x1] {0.25, 0} (3)), VALID
- y int8[1x2x2x1] {0.5, -1} = RELU(sums)
+ y int8[1x2x2x1] {0.5, -1} = CONV_2D(x, w int8[1x1x1x1] {0.25, 0} (3)), VALID, ReLU
  output y
)");
}

TEST(FuseActivations, SumsThatOthersNeedStay) {
  EXPECT_EQ(fuse_activations(convolution_and_relu(true)).operators.size(), 2u);
}

}  // namespace
}  // namespace mote
