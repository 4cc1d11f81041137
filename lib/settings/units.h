// Units of measure that settings are written in.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mote {

// The units that can be converted to `unit`, itself included: "ms" -> us, ms,
// s, min, h. A unit that belongs to no family stands alone.
std::vector<std::string> units_like(std::string_view unit);

// `value` of unit `from` in unit `to`; nothing when they are of different
// families. Exact for whole numbers that fit.
std::optional<double> convert_unit(double value, std::string_view from,
                                   std::string_view to);

// A number and what follows it: "30 ms" -> {30, "ms"}; "ms" is empty for a
// bare number. Nothing when the text does not start with a number.
struct Quantity {
  double value = 0;
  std::string unit;
};
std::optional<Quantity> parse_quantity(std::string_view text);

}  // namespace mote
