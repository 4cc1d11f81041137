#include "stages/collect/requirements.h"

#include <fmt/format.h>

#include <charconv>
#include <cmath>

#include "lib/base/error.h"

namespace mote {
namespace {

std::string_view without_spaces(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

// Takes a number from the front of the text.
bool take_number(std::string_view& text, double& number) {
  text = without_spaces(text);
  const auto [end, fault] =
      std::from_chars(text.data(), text.data() + text.size(), number,
                      std::chars_format::general);
  if (fault != std::errc() || !std::isfinite(number)) return false;
  text.remove_prefix(static_cast<size_t>(end - text.data()));
  return true;
}

// "-4..": from_chars takes the first dot for a decimal point.
bool split_at_dots(std::string_view text, std::string_view& low,
                   std::string_view& rest) {
  const size_t dots = text.find("..");
  if (dots == std::string_view::npos) return false;
  low = text.substr(0, dots);
  rest = text.substr(dots + 2);
  return true;
}

}  // namespace

ValueRange ValueRange::parse(std::string_view text, const std::string& where) {
  ValueRange range;
  std::string_view low, rest;
  const bool read = split_at_dots(text, low, rest) &&
                    take_number(low, range.low) && low.empty() &&
                    take_number(rest, range.high) && range.low < range.high;
  if (!read) {
    throw Error(fmt::format("'{}' is no range of values", text), where,
                "Write the least, the greatest and the unit: \"-4..4 g\".");
  }
  range.unit = without_spaces(rest);
  return range;
}

std::string ValueRange::text() const {
  return fmt::format("{}..{}{}{}", low, high, unit.empty() ? "" : " ", unit);
}

}  // namespace mote
