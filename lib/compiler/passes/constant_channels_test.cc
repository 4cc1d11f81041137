// Channels that are the same for every input: cleared, and removed.
#include <gtest/gtest.h>

#include "lib/compiler/passes/small_model.h"

namespace mote {
namespace {

// Two pointwise layers. Of the first's two channels the second is `bias`
// beyond what its weight can reach, and ReLU makes it constant.
Model two_layers(int32_t bias) {
  test::SmallModel m;
  const int x = m.int8("x", {1, 1, 1, 1}), a = m.int8("a", {1, 1, 1, 2});
  const int y = m.int8("y", {1, 1, 1, 1});
  m[a].quantization.zero_point = {-128};
  m.add(OperatorCode::kConv2d,
        {x, m.weights("v", {2, 1, 1, 1}, {3, 4}), m.int32("b", {0, bias})}, {a})
      .options.activation = Activation::kRelu;
  m.add(OperatorCode::kConv2d,
        {a, m.weights("w", {1, 1, 1, 2}, {5, 6}), m.int32("c", {7})}, {y});
  return std::move(m).finish({x}, {y});
}

TEST(ClearConstantChannels, ChannelThatIsZeroHasNoWeights) {
  EXPECT_EQ(test::changes("clear_constant_channels", two_layers(-100000)),
            R"(  2 operators, 16 bytes of constants
  x int8[1x1x1x1] {0.5, -1} = input
- a int8[1x1x1x2] {0.5, -128} = CONV_2D(x, v int8[2x1x1x1] {0.25, 0} (3 4), b int32[2] (0 -100000)), VALID, ReLU
+ a int8[1x1x1x2] {0.5, -128} = CONV_2D(x, v int8[2x1x1x1] {0.25, 0} (3 0), b int32[2] (0 0)), VALID, ReLU
  y int8[1x1x1x1] {0.5, -1} = CONV_2D(a, w int8[1x1x1x2] {0.25, 0} (5 6), c int32[1] (7)), VALID
  output y
)");
}

// 127 is 255 above the zero point: 6 x 255 goes to the bias.
TEST(RemoveConstantChannels, ConstantGoesIntoTheNextBias) {
  EXPECT_EQ(test::changes("remove_constant_channels", two_layers(100000)),
            R"(- 2 operators, 16 bytes of constants
+ 2 operators, 10 bytes of constants
  x int8[1x1x1x1] {0.5, -1} = input
- a int8[1x1x1x2] {0.5, -128} = CONV_2D(x, v int8[2x1x1x1] {0.25, 0} (3 4), b int32[2] (0 100000)), VALID, ReLU
- y int8[1x1x1x1] {0.5, -1} = CONV_2D(a, w int8[1x1x1x2] {0.25, 0} (5 6), c int32[1] (7)), VALID
+ a int8[1x1x1x1] {0.5, -128} = CONV_2D(x, v int8[1x1x1x1] {0.25, 0} (3), b int32[1] (0)), VALID, ReLU
+ y int8[1x1x1x1] {0.5, -1} = CONV_2D(a, w int8[1x1x1x1] {0.25, 0} (5), c int32[1] (1537)), VALID
  output y
)");
}

TEST(ClearConstantChannels, LeavesLayersOfConstantsAlone) {
  test::SmallModel m;
  const int x = m.int8("x", {1, 2, 2, 1}), y = m.int8("y", {1, 2, 2, 1});
  const int sums = m.int8("sums", {1, 2, 2, 1});
  const int constant = m.weights("constant", {1, 2, 2, 1}, {1, 2, 3, 4});
  m.add(OperatorCode::kConv2d, {constant, m.weights("w", {1, 1, 1, 1}, {3})},
        {sums});
  m.add(OperatorCode::kAdd, {sums, x}, {y});
  const Model model = std::move(m).finish({x}, {y});
  EXPECT_EQ(run_passes(model).operators.size(), 2u);
}

}  // namespace
}  // namespace mote
