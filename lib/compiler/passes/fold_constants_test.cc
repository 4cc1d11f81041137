#include "lib/compiler/passes/fold_constants.h"

#include <gtest/gtest.h>

#include "lib/compiler/passes/small_model.h"

namespace mote {
namespace {

TEST(FoldConstants, MovedAndReshapedConstantsAreConstants) {
  test::SmallModel m;
  const int x = m.int8("x", {2, 2}), y = m.int8("y", {2, 2});
  const int turned = m.int8("turned", {2, 2}), flat = m.int8("flat", {4});
  const int joined = m.int8("joined", {8});
  const int square = m.int8("square", {2, 2, 2});
  m.add(OperatorCode::kTranspose,
        {m.weights("w", {2, 2}, {1, 2, 3, 4}), m.int32("order", {1, 0})},
        {turned});
  m.add(OperatorCode::kReshape, {turned}, {flat});
  m.add(OperatorCode::kConcatenation, {flat, flat}, {joined});
  m.add(OperatorCode::kReshape, {joined}, {square});
  m.add(OperatorCode::kMaximum, {x, square}, {y});
  EXPECT_EQ(test::changes("fold_constants", std::move(m).finish({x}, {y})),
            R"(- 5 operators, 12 bytes of constants
+ 1 operator, 8 bytes of constants
  x int8[2x2] {0.5, -1} = input
- turned int8[2x2] {0.5, -1} = TRANSPOSE(w int8[2x2] {0.25, 0} (1 2 3 4), order int32[2] (1 0))
- flat int8[4] {0.5, -1} = RESHAPE(turned)
- joined int8[8] {0.5, -1} = CONCATENATION(flat, flat), axis 0
- square int8[2x2x2] {0.5, -1} = RESHAPE(joined)
- y int8[2x2] {0.5, -1} = MAXIMUM(x, square)
+ y int8[2x2] {0.5, -1} = MAXIMUM(x, square int8[2x2x2] {0.5, -1} (1 3 2 4 1 3 2 4))
  output y
)");
}

}  // namespace
}  // namespace mote
