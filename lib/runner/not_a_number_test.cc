// What kernels make of NaN: defined on every processor, where a conversion to
// an integer is not.
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "device/base/exp_float.h"
#include "device/nn/quantize/quantize.h"

namespace mote {
namespace {

constexpr float kNan = std::numeric_limits<float>::quiet_NaN();

TEST(NotANumber, IsItsOwnExponential) {
  EXPECT_TRUE(std::isnan(ExpFloat(kNan)));
  EXPECT_EQ(ExpFloat(-INFINITY), 0.0f);
  EXPECT_GT(ExpFloat(INFINITY), 1e38f);
}

TEST(NotANumber, IsQuantizedAsZero) {
  const nn::QuantizeParams params = {3, 5, 0.5f};
  const float reals[3] = {kNan, -INFINITY, 1.0f};
  int8_t bytes[3];
  nn::reference::QuantizeFloatToInt8(params, reals, bytes, nullptr);
  EXPECT_EQ(bytes[0], 5);
  EXPECT_EQ(bytes[1], -128);
  EXPECT_EQ(bytes[2], 7);
}

}  // namespace
}  // namespace mote
