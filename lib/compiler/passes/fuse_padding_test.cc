#include "lib/compiler/passes/fuse_padding.h"

#include <gtest/gtest.h>

#include "lib/compiler/passes/small_model.h"

namespace mote {
namespace {

// A 3x3 image with `border` (top, bottom, left, right) and a 2x2 depthwise
// convolution over it.
Model padded_convolution(const std::vector<int32_t>& border) {
  test::SmallModel m;
  const int height = 3 + border[0] + border[1];
  const int width = 3 + border[2] + border[3];
  const int x = m.int8("x", {1, 3, 3, 1});
  const int wide = m.int8("wide", {1, height, width, 1});
  const int y = m.int8("y", {1, height - 1, width - 1, 1});
  m.add(OperatorCode::kPad,
        {x, m.int32("b",
                    {0, 0, border[0], border[1], border[2], border[3], 0, 0})},
        {wide});
  m.add(OperatorCode::kDepthwiseConv2d,
        {wide, m.weights("w", {1, 2, 2, 1}, {1, 2, 3, 4})}, {y});
  return std::move(m).finish({x}, {y});
}

TEST(FusePadding, WindowReachesBesideTheImage) {
  EXPECT_EQ(test::changes("fuse_padding", padded_convolution({1, 0, 0, 1})),
            R"(- 2 operators, 36 bytes of constants
+ 1 operator, 4 bytes of constants
  x int8[1x3x3x1] {0.5, -1} = input
- wide int8[1x4x4x1] {0.5, -1} = PAD(x, b int32[8] (0 0 1 0 0 1 0 0))
- y int8[1x3x3x1] {0.5, -1} = DEPTHWISE_CONV_2D(wide, w int8[1x2x2x1] {0.25, 0} (1 2 3 4)), VALID
+ y int8[1x3x3x1] {0.5, -1} = DEPTHWISE_CONV_2D(x, w int8[1x2x2x1] {0.25, 0} (1 2 3 4)), pad 1 0 0 1
  output y
)");
}

TEST(FusePadding, BorderOfAWholeWindowStays) {
  EXPECT_EQ(fuse_padding(padded_convolution({0, 2, 0, 0})).operators.size(),
            2u);
}

TEST(FusePadding, BorderThatIsAnOutputStays) {
  Model model = padded_convolution({1, 1, 1, 1});
  model.outputs.push_back(model.operators[0].outputs[0]);
  EXPECT_EQ(fuse_padding(model).operators.size(), 2u);
}

TEST(FusePadding, OtherQuantizationStays) {
  Model model = padded_convolution({1, 1, 1, 1});
  model.tensors[model.operators[0].outputs[0]].quantization.zero_point = {3};
  EXPECT_EQ(fuse_padding(model).operators.size(), 2u);
}

}  // namespace
}  // namespace mote
