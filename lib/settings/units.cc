#include "lib/settings/units.h"

#include <charconv>

namespace mote {
namespace {

// A unit as a multiple of its family's smallest.
struct Unit {
  const char* name;
  double multiple;
};
using Family = std::vector<Unit>;

const std::vector<Family>& families() {
  static const std::vector<Family> list = {
      {{"us", 1}, {"ms", 1e3}, {"s", 1e6}, {"min", 6e7}, {"h", 3.6e9}},
      {{"Hz", 1}, {"kHz", 1e3}, {"MHz", 1e6}},
      {{"bytes", 1}, {"B", 1}, {"KB", 1024}, {"MB", 1048576}},
      {{"percent", 1}, {"%", 1}},
      {{"dB", 1}},
  };
  return list;
}

const Unit* find_unit(const Family& family, std::string_view name) {
  for (const Unit& unit : family) {
    if (unit.name == name) return &unit;
  }
  return nullptr;
}

std::string_view trim(std::string_view text) {
  const size_t first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return "";
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

}  // namespace

std::vector<std::string> units_like(std::string_view unit) {
  for (const Family& family : families()) {
    if (find_unit(family, unit) == nullptr) continue;
    std::vector<std::string> names;
    for (const Unit& member : family) names.push_back(member.name);
    return names;
  }
  return {std::string(unit)};
}

std::optional<double> convert_unit(double value, std::string_view from,
                                   std::string_view to) {
  if (from == to) return value;
  for (const Family& family : families()) {
    const Unit* source = find_unit(family, from);
    const Unit* target = find_unit(family, to);
    if (source != nullptr && target != nullptr) {
      return value * source->multiple / target->multiple;
    }
  }
  return std::nullopt;
}

std::optional<Quantity> parse_quantity(std::string_view text) {
  text = trim(text);
  if (text.starts_with('+')) text.remove_prefix(1);
  Quantity quantity;
  const auto [rest, error] =
      std::from_chars(text.data(), text.data() + text.size(), quantity.value);
  if (error != std::errc()) return std::nullopt;
  quantity.unit = trim(text.substr(static_cast<size_t>(rest - text.data())));
  return quantity;
}

}  // namespace mote
