// Timestamps: from what loggers write to a constant rate.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "lib/signal/signal.h"

namespace mote {

// Seconds a unit of a time column has: 1e-3 for "ms". From the column's title
// ("time_ms", "timestamp [us]"); 0 where it does not say.
double time_unit_of_title(std::string_view title);

// The unit that makes sense of these timestamps: seconds, milliseconds,
// microseconds or nanoseconds since 1970, else by the size of the steps
// (whole numbers a second or more apart are taken for milliseconds, a
// millisecond being the unit of most loggers).
double guess_time_unit(const std::vector<double>& times);

// "2020-03-28T13:02:00.5Z", "2020-03-28 13:02:00", "13:02:00.500": seconds
// since 1970 or midnight. False for other text.
bool parse_iso_time(std::string_view text, double& seconds);

// What timestamps say of the rate.
struct Timing {
  double rate_hz = 0;  // to use: the measured one, or a usual one within 1 %
  double measured_hz = 0;
  double shortest_s = 0, longest_s = 0;  // steps
  // All steps are within a quarter of their mean, or no reading is half a step
  // off its place.
  bool regular = false;
};
// `times_s` must not fall, and hold two different ones.
Timing analyse_times(const std::vector<double>& times_s);

// Readings at `times_s` (frames of `width` values) put on a grid of rate_hz,
// along lines between neighbours. Where there was no reading for ten steps or
// more, they are missing.
std::vector<float> at_constant_rate(const std::vector<float>& values,
                                    size_t width,
                                    const std::vector<double>& times_s,
                                    double rate_hz);

}  // namespace mote
