#include <gtest/gtest.h>

#include "lib/compiler/compile.h"
#include "lib/compiler/explain/describe_memory.h"
#include "lib/compiler/explain/describe_model.h"
#include "lib/compiler/passes/small_model.h"

namespace mote {
namespace {

// x -> softmax a -> reshape flat -> logistic b -> softmax y
Model chain() {
  test::SmallModel m;
  const int x = m.int8("x", {1, 16}), a = m.int8("a", {1, 16});
  const int flat = m.int8("flat", {4, 4}), b = m.int8("b", {4, 4});
  const int y = m.int8("", {4, 4});
  m[a].name = "a;and what was joined to it";
  m.add(OperatorCode::kMaximum, {x, x}, {a});
  m.add(OperatorCode::kReshape, {a}, {flat});
  m.add(OperatorCode::kMaximum, {flat, flat}, {b});
  m.add(OperatorCode::kMaximum, {b, b}, {y});
  return std::move(m).finish({x}, {y});
}

TEST(DescribeModel, NamesAreShort) {
  EXPECT_EQ(describe_model(chain()),
            R"(4 operators, 0 bytes of constants
x int8[1x16] {0.5, -1} = input
a int8[1x16] {0.5, -1} = MAXIMUM(x, x)
flat int8[4x4] {0.5, -1} = RESHAPE(a)
b int8[4x4] {0.5, -1} = MAXIMUM(flat, flat)
#4 int8[4x4] {0.5, -1} = MAXIMUM(b, b)
output #4
)");
}

TEST(DescribeDifference, MarksLines) {
  EXPECT_EQ(describe_difference("a\nb\nc\n", "a\nd\nc\ne\n"),
            "  a\n- b\n+ d\n  c\n+ e\n");
}

TEST(ExplainPasses, BeginsWithTheModelAndListsEveryPass) {
  const std::vector<PassResult> results = explain_passes(chain());
  ASSERT_EQ(results.size(), compiler_passes().size() + 1);
  EXPECT_EQ(results[0].pass, "model");
  EXPECT_EQ(results[1].pass, compiler_passes()[0].name);
  for (const PassResult& result : results) EXPECT_FALSE(result.changed);
}

TEST(DescribeMemory, GivesPlaceAndLifeOfEveryTensor) {
  EXPECT_EQ(describe_memory(compile(chain(), host_target(true))),
            R"(    from    bytes  steps  what
       0       16    1-2  a
      32       16    2-3  b
arena of 48 bytes; no placement of these needs less than 48
)");
}

}  // namespace
}  // namespace mote
