// Names and units of axes, as people and loggers write them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "lib/signal/signal.h"

namespace mote {

// A column's title as name and unit: "acc_x[mg]", "acc_x (mg)", "temp_degC",
// "accel_ms2_x" (unit within), "MLII_mV". A title whose ending is no known
// unit is a name without one. Units are written one way: "m/s2", "deg/s",
// "deg C", "uT".
Axis axis_of_title(std::string_view title);

// The one way to write a unit: "dps" -> "deg/s", "m/s^2" -> "m/s2"; "" for a
// word that is no known unit.
std::string known_unit(std::string_view word);

// "x[g], y[g], z[g]" of a command line. Throws UsageError for an empty name.
std::vector<Axis> parse_axes(std::string_view text);

// "49x10" -> {49, 10}. Throws UsageError for what is no shape.
std::vector<int> parse_shape(std::string_view text);

}  // namespace mote
