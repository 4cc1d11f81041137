#include "lib/compiler/passes/depthwise_to_conv.h"

#include <gtest/gtest.h>

#include "lib/compiler/passes/small_model.h"

namespace mote {
namespace {

TEST(DepthwiseToConv, WeightsOfOneChannelAreTurned) {
  test::SmallModel m;
  const int x = m.int8("x", {1, 2, 1, 1}), y = m.int8("y", {1, 1, 1, 3});
  m.add(OperatorCode::kDepthwiseConv2d,
        {x, m.weights("w", {1, 2, 1, 3}, {1, 2, 3, 4, 5, 6})}, {y});
  EXPECT_EQ(test::changes("depthwise_to_conv", std::move(m).finish({x}, {y})),
            R"(  1 operator, 6 bytes of constants
  x int8[1x2x1x1] {0.5, -1} = input
- y int8[1x1x1x3] {0.5, -1} = DEPTHWISE_CONV_2D(x, w int8[1x2x1x3] {0.25, 0} (1 2 3 4 5 6)), VALID
+ y int8[1x1x1x3] {0.5, -1} = CONV_2D(x, w int8[3x2x1x1] {0.25, 0} (1 4 2 5 3 6)), VALID
  output y
)");
}

TEST(DepthwiseToConv, MoreChannelsStayDepthwise) {
  test::SmallModel m;
  const int x = m.int8("x", {1, 1, 1, 2}), y = m.int8("y", {1, 1, 1, 2});
  m.add(OperatorCode::kDepthwiseConv2d,
        {x, m.weights("w", {1, 1, 1, 2}, {1, 2})}, {y});
  const Model after = depthwise_to_conv(std::move(m).finish({x}, {y}));
  EXPECT_EQ(after.operators[0].code, OperatorCode::kDepthwiseConv2d);
}

}  // namespace
}  // namespace mote
