#include "lib/signal/axis_names.h"

#include <algorithm>
#include <cctype>
#include <charconv>

#include "lib/base/error.h"
#include "lib/base/text.h"

namespace mote {
namespace {

struct Unit {
  const char* written;  // in lower case
  const char* unit;
};
constexpr Unit kUnits[] = {
    {"g", "g"},
    {"mg", "mg"},
    {"ms2", "m/s2"},
    {"m/s2", "m/s2"},
    {"m/s^2", "m/s2"},
    {"m/s\xC2\xB2", "m/s2"},
    {"mps2", "m/s2"},
    {"dps", "deg/s"},
    {"degs", "deg/s"},
    {"deg/s", "deg/s"},
    {"\xC2\xB0/s", "deg/s"},
    {"mdps", "mdeg/s"},
    {"rads", "rad/s"},
    {"rad/s", "rad/s"},
    {"deg", "deg"},
    {"rad", "rad"},
    {"ut", "uT"},
    {"\xC2\xB5t", "uT"},
    {"gauss", "gauss"},
    {"mgauss", "mgauss"},
    {"degc", "deg C"},
    {"deg c", "deg C"},
    {"\xC2\xB0"
     "c",
     "deg C"},
    {"celsius", "deg C"},
    {"v", "V"},
    {"mv", "mV"},
    {"uv", "uV"},
    {"a", "A"},
    {"ma", "mA"},
    {"pa", "Pa"},
    {"hpa", "hPa"},
    {"kpa", "kPa"},
    {"mbar", "hPa"},
    {"m", "m"},
    {"mm", "mm"},
    {"cm", "cm"},
    {"hz", "Hz"},
    {"lux", "lx"},
    {"lx", "lx"},
    {"ppm", "ppm"},
    {"ppb", "ppb"},
    {"percent", "%"},
    {"%", "%"},
    {"bpm", "1/min"},
    {"counts", "counts"},
    {"db", "dB"},
};

std::string trimmed(std::string_view text) {
  while (!text.empty() && std::isspace(static_cast<unsigned char>(text[0]))) {
    text.remove_prefix(1);
  }
  while (!text.empty() &&
         std::isspace(static_cast<unsigned char>(text.back()))) {
    text.remove_suffix(1);
  }
  return std::string(text);
}

// The unit in brackets at the end, if it is there.
bool split_brackets(std::string_view title, Axis& axis) {
  for (const auto& [open, close] : {std::pair{'[', ']'}, {'(', ')'}}) {
    const size_t begin = title.rfind(open);
    if (title.empty() || title.back() != close || begin == 0 ||
        begin == std::string_view::npos) {
      continue;
    }
    axis.name = trimmed(title.substr(0, begin));
    const std::string unit =
        trimmed(title.substr(begin + 1, title.size() - begin - 2));
    const std::string known = known_unit(unit);
    axis.unit = known.empty() ? unit : known;
    return !axis.name.empty();
  }
  return false;
}

// Single letters after '_' are names of axes ("acc_g", "quat_a") as often as
// units, but for volts, which nothing else ends in.
bool is_ending(const std::string& word) {
  return word.size() > 1 || word == "V" || word == "%";
}

}  // namespace

std::string known_unit(std::string_view word) {
  const std::string lower = lower_case(trimmed(word));
  for (const Unit& unit : kUnits) {
    if (lower == unit.written) return unit.unit;
  }
  return "";
}

Axis axis_of_title(std::string_view title) {
  Axis axis{trimmed(title), ""};
  if (split_brackets(axis.name, axis)) return axis;
  // Parts between underscores; the last of them that is a unit is taken out.
  std::vector<std::string> parts(1);
  for (char c : axis.name) {
    if (c == '_') {
      parts.emplace_back();
    } else {
      parts.back() += c;
    }
  }
  for (size_t i = parts.size(); i-- > 1;) {
    const std::string unit = known_unit(parts[i]);
    if (unit.empty() || !is_ending(parts[i])) continue;
    axis.unit = unit;
    parts.erase(parts.begin() + static_cast<long>(i));
    axis.name = parts[0];
    for (size_t k = 1; k < parts.size(); ++k) axis.name += "_" + parts[k];
    break;
  }
  return axis;
}

std::vector<Axis> parse_axes(std::string_view text) {
  std::vector<Axis> axes;
  while (!text.empty()) {
    const size_t end = std::min(text.find(','), text.size());
    axes.push_back(axis_of_title(text.substr(0, end)));
    if (axes.back().name.empty()) {
      throw UsageError("an axis has no name", "--axes",
                       "Write names, with units: 'x[g], y[g], z[g]'");
    }
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return axes;
}

std::vector<int> parse_shape(std::string_view text) {
  std::vector<int> shape;
  const char* at = text.data();
  const char* const end = at + text.size();
  while (at < end) {
    int extent = 0;
    const auto [next, fault] = std::from_chars(at, end, extent);
    const bool more = next != end;
    if (fault != std::errc() || extent < 1 || extent > (1 << 24) ||
        (more && (*next != 'x' || next + 1 == end))) {
      throw UsageError("'" + std::string(text) + "' is no shape", "--shape",
                       "Write numbers with an x between: 49x10");
    }
    shape.push_back(extent);
    at = more ? next + 1 : next;
  }
  return shape;
}

}  // namespace mote
