#include "lib/signal/unit.h"

#include <gtest/gtest.h>

namespace mote {
namespace {

TEST(Unit, FactorsConvertBackAndForth) {
  EXPECT_DOUBLE_EQ(unit_factor("g", "m/s2"), 9.80665);
  EXPECT_DOUBLE_EQ(unit_factor("mg", "g"), 1e-3);
  EXPECT_DOUBLE_EQ(unit_factor("hPa", "kPa"), 0.1);
  EXPECT_DOUBLE_EQ(
      unit_factor("deg/s", "rad/s") * unit_factor("rad/s", "deg/s"), 1);
}

TEST(Unit, WhatMeasuresSomethingElseHasNoFactor) {
  EXPECT_EQ(unit_factor("g", "deg/s"), 0);
  EXPECT_EQ(unit_factor("g", "furlong"), 0);
  EXPECT_EQ(unit_factor("furlong", "furlong"), 1);
  EXPECT_EQ(unit_factor("", ""), 1);
}

}  // namespace
}  // namespace mote
