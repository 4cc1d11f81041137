#include "lib/live/rate_meter.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <functional>

#include "lib/base/hash.h"

namespace mote {
namespace {

// A sensor of `rate_hz` for so many seconds whose frames arrive when
// `arrival_s` says of the frame made at a time.
RateMeter listened(double rate_hz, double seconds,
                   const std::function<double(double)>& arrival_s) {
  RateMeter meter;
  const auto frames = static_cast<int64_t>(rate_hz * seconds);
  int64_t last_ns = 0;
  for (int64_t i = 0; i < frames; ++i) {
    const double at_s = arrival_s(static_cast<double>(i) / rate_hz);
    last_ns = std::max(last_ns, static_cast<int64_t>(at_s * 1e9));
    meter.add(last_ns, 1);
  }
  return meter;
}

double jitter_s(double at_s, double most_s) {
  const auto random = mix64(7, static_cast<uint64_t>(at_s * 1e9));
  return most_s * static_cast<double>(random % 1000) / 1000;
}

TEST(RateMeter, MeasuresRegularArrivalsOfAnyRate) {
  for (double rate_hz : {0.5, 1.0, 10.0, 62.5, 119.0, 1000.0, 4000.0}) {
    const RateMeter meter = listened(rate_hz, std::max(5.0, 10 / rate_hz),
                                     [](double t) { return t; });
    EXPECT_TRUE(meter.settled()) << rate_hz;
    EXPECT_NEAR(meter.measured().rate_hz, rate_hz, 0.004 * rate_hz);
    EXPECT_DOUBLE_EQ(round_rate(meter.measured()), rate_hz);
    EXPECT_EQ(meter.pauses(), 0);
  }
}

TEST(RateMeter, BurstsAndJitterChangeLittle) {
  const RateMeter bursts = listened(952, 4, [](double t) {
    return std::ceil(t / 0.064) * 0.064 + jitter_s(t, 0.004);
  });
  EXPECT_NEAR(bursts.measured().rate_hz, 952, 5);
  EXPECT_LE(std::abs(bursts.measured().rate_hz - 952),
            bursts.measured().uncertainty_hz + 1);
  const RateMeter late =
      listened(104, 5, [](double t) { return t + jitter_s(t, 0.02); });
  EXPECT_NEAR(late.measured().rate_hz, 104, 0.5);
}

TEST(RateMeter, ABusyComputerChangesNothing) {
  // For 0.7 s nobody reads; then all comes at once.
  const RateMeter meter =
      listened(100, 6, [](double t) { return t > 2 && t < 2.7 ? 2.7 : t; });
  EXPECT_NEAR(meter.measured().rate_hz, 100, 0.5);
  EXPECT_EQ(meter.pauses(), 0);
}

TEST(RateMeter, ASensorThatPausesIsMeasuredAroundThePause) {
  const RateMeter meter =
      listened(50, 6, [](double t) { return t < 3 ? t : t + 4; });
  EXPECT_NEAR(meter.measured().rate_hz, 50, 0.3);
  EXPECT_EQ(meter.pauses(), 1);
}

TEST(RateMeter, HoursTakeNoMoreMemoryAndGiveMoreDigits) {
  const RateMeter meter =
      listened(99.95, 3600, [](double t) { return t + jitter_s(t, 0.01); });
  EXPECT_NEAR(meter.measured().rate_hz, 99.95, 0.002);
  EXPECT_LT(meter.measured().uncertainty_hz, 0.01);
}

TEST(RateMeter, TooLittleIsNoRate) {
  RateMeter meter;
  EXPECT_EQ(meter.measured().rate_hz, 0);
  meter.add(1'000'000'000, 50);
  EXPECT_EQ(meter.measured().rate_hz, 0);
  EXPECT_FALSE(meter.settled());
  EXPECT_EQ(round_rate(meter.measured()), 0);
}

TEST(RateMeter, RoundsNoFurtherThanTheMeasurementAllows) {
  EXPECT_DOUBLE_EQ(round_rate({99.83, 0.3}), 100);
  EXPECT_DOUBLE_EQ(round_rate({62.47, 0.1}), 62.5);
  EXPECT_DOUBLE_EQ(round_rate({98.7, 0.01}), 98.7);
  EXPECT_DOUBLE_EQ(round_rate({0.1004, 0.0005}), 0.1);
  EXPECT_DOUBLE_EQ(round_rate({1601, 2}), 1600);
}

}  // namespace
}  // namespace mote
