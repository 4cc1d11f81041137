// Packed weights become constants.
#include "lib/compiler/passes/decode_constants.h"

#include <gtest/gtest.h>

#include "lib/base/error.h"
#include "lib/compiler/passes/small_model.h"

namespace mote {
namespace {

// x + what TFLM_DECODE makes of `packed`.
Model decoding_model(const std::vector<int8_t>& packed,
                     const std::vector<int8_t>& how) {
  test::SmallModel m;
  const int x = m.int8("x", {1, 4}), y = m.int8("y", {1, 4});
  const int w = m.int8("w", {1, 4});
  const int from =
      m.weights("packed", {static_cast<int>(packed.size())}, packed);
  const int form = m.weights("how", {static_cast<int>(how.size())}, how);
  m.add(OperatorCode::kCustom, {from, form}, {w}).custom_name = "TFLM_DECODE";
  m.add(OperatorCode::kAdd, {x, w}, {y});
  return std::move(m).finish({x}, {y});
}

// Two bits an index; the table is {7, -7, 40, 0}.
const std::vector<int8_t> kTable = {0, 1, 0, 0, 1, 2, 4, 0,  0,  0,
                                    0, 0, 0, 0, 0, 0, 7, -7, 40, 0};

TEST(DecodeConstants, IndicesNameValuesOfATable) {
  EXPECT_EQ(
      test::changes("decode_constants", decoding_model({0b00011011}, kTable)),
      R"(- 2 operators, 21 bytes of constants
+ 1 operator, 4 bytes of constants
  x int8[1x4] {0.5, -1} = input
- w int8[1x4] {0.5, -1} = TFLM_DECODE(packed int8[1] {0.25, 0} (27), how int8[20] {0.25, 0} #981a7e)
- y int8[1x4] {0.5, -1} = ADD(x, w)
+ y int8[1x4] {0.5, -1} = ADD(x, w int8[1x4] {0.5, -1} (7 -7 40 0))
  output y
)");
}

std::string complaint(const Model& model) {
  try {
    decode_constants(model);
  } catch (const Error& error) {
    return error.what_happened();
  }
  return "";
}

TEST(DecodeConstants, RefusesWhatEndsEarly) {
  std::vector<int8_t> wide = kTable;
  wide[5] = 7;
  EXPECT_EQ(complaint(decoding_model({127, 127}, wide)),
            "custom operator 'TFLM_DECODE': its table ends early");
  std::vector<int8_t> other = kTable;
  other[0] = 9;
  EXPECT_EQ(complaint(decoding_model({0}, other)),
            "custom operator 'TFLM_DECODE': it is packed in a way that mote "
            "does not know");
}

}  // namespace
}  // namespace mote
