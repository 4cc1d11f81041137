#include "lib/settings/read_value.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>

#include "lib/base/error.h"
#include "lib/settings/settings.h"
#include "lib/settings/units.h"
#include "lib/settings/value.h"

namespace mote {
namespace {

using Kind = SettingValue::Kind;

[[noreturn]] void fail_expected(const std::string& expected,
                                const SettingValue& value,
                                const std::string& hint = "") {
  throw Error(fmt::format("expected {}, found {}", expected, kind_name(value)),
              value.where, hint);
}

std::string unit_hint(const std::string& unit) {
  if (unit.empty()) return "Write a number without a unit.";
  return fmt::format("Units that fit here: {}.",
                     fmt::join(units_like(unit), ", "));
}

std::string number_text(double value) { return fmt::format("{}", value); }

double in_unit(const Quantity& quantity, const SettingValue& value,
               const std::string& unit) {
  if (quantity.unit.empty()) return quantity.value;
  const auto converted = convert_unit(quantity.value, quantity.unit, unit);
  if (converted) return *converted;
  throw Error(
      fmt::format("unknown unit '{}' in '{}'", quantity.unit, value.text),
      value.where, unit_hint(unit));
}

double parse_number(const SettingValue& value, const std::string& unit) {
  if (value.kind == Kind::kInteger || value.kind == Kind::kNumber) {
    return value.number;
  }
  if (value.kind == Kind::kText) {
    if (const auto quantity = parse_quantity(value.text)) {
      return in_unit(*quantity, value, unit);
    }
  }
  const std::string example = unit.empty() ? "" : " such as \"30 " + unit + '"';
  fail_expected("a number" + example, value);
}

double check_limits(double number, const SettingValue& value,
                    const Limits& limits, const std::string& unit) {
  if (number >= limits.low && number <= limits.high) return number;
  const std::string space = unit.empty() ? "" : " ";
  std::string allowed;
  if (std::isinf(limits.high)) {
    allowed =
        fmt::format("at least {}{}{}", number_text(limits.low), space, unit);
  } else if (std::isinf(limits.low)) {
    allowed =
        fmt::format("at most {}{}{}", number_text(limits.high), space, unit);
  } else {
    allowed = fmt::format("from {} to {}{}{}", number_text(limits.low),
                          number_text(limits.high), space, unit);
  }
  throw Error(
      fmt::format("{}{}{} is out of range", number_text(number), space, unit),
      value.where, "It may be " + allowed + ".");
}

// "5..20 dB" as its two ends; the unit stands after the second or after both.
std::pair<SettingValue, SettingValue> split_interval(const SettingValue& value,
                                                     size_t dots) {
  SettingValue low = value, high = value;
  low.text = value.text.substr(0, dots);
  high.text = value.text.substr(dots + 2);
  const auto low_end = parse_quantity(low.text);
  const auto high_end = parse_quantity(high.text);
  if (!low_end || !high_end) {
    fail_expected("an interval such as \"5..20\"", value);
  }
  if (low_end->unit.empty()) low.text += " " + high_end->unit;
  return {low, high};
}

// The parts of "left, right" without the spaces around them, none empty.
std::vector<std::string> between_commas(const std::string& list) {
  std::vector<std::string> parts;
  size_t start = 0;
  while (start <= list.size()) {
    const size_t comma = std::min(list.find(',', start), list.size());
    std::string part = list.substr(start, comma - start);
    part.erase(0, part.find_first_not_of(' '));
    part.erase(part.find_last_not_of(' ') + 1);
    if (!part.empty()) parts.push_back(part);
    start = comma + 1;
  }
  return parts;
}

}  // namespace

std::string kind_name(const SettingValue& value) {
  switch (value.kind) {
    case Kind::kAbsent:
      return "nothing";
    case Kind::kSwitch:
      return value.flag ? "true" : "false";
    case Kind::kInteger:
      return fmt::format("the number {}", value.integer);
    case Kind::kNumber:
      return fmt::format("the number {}", value.number);
    case Kind::kText:
      return fmt::format("the text \"{}\"", value.text);
    case Kind::kList:
      return "a list";
    case Kind::kTable:
      return "a table";
  }
  return "";
}

bool read_switch(const SettingValue& value) {
  if (value.kind == Kind::kSwitch) return value.flag;
  fail_expected("true or false", value);
}

int read_integer(const SettingValue& value, const Limits& limits,
                 const std::string& unit) {
  const double number =
      check_limits(parse_number(value, unit), value, limits, unit);
  if (number != std::floor(number) || std::abs(number) > 2147483647.0) {
    fail_expected("a whole number", value);
  }
  return static_cast<int>(number);
}

double read_number(const SettingValue& value, const Limits& limits,
                   const std::string& unit) {
  const double number = parse_number(value, unit);
  if (std::isnan(number)) fail_expected("a number", value);
  return check_limits(number, value, limits, unit);
}

std::string read_string(const SettingValue& value) {
  if (value.kind == Kind::kText) return value.text;
  fail_expected("text", value, "Put it between quotes.");
}

std::string read_choice(const SettingValue& value,
                        const std::vector<std::string>& choices) {
  if (value.kind != Kind::kText) {
    fail_expected(fmt::format("one of {}", fmt::join(choices, ", ")), value);
  }
  for (const std::string& choice : choices) {
    if (choice == value.text) return choice;
  }
  const std::string near = nearest(value.text, choices);
  throw Error(fmt::format("'{}' is not one of {}", value.text,
                          fmt::join(choices, ", ")),
              value.where, near.empty() ? "" : "Did you mean '" + near + "'?");
}

std::vector<std::string> read_texts(const SettingValue& value) {
  if (value.kind == Kind::kList) {
    std::vector<std::string> texts;
    for (const SettingValue& entry : value.list) {
      texts.push_back(read_string(entry));
    }
    return texts;
  }
  if (value.kind != Kind::kText) {
    fail_expected("a list of texts", value, "Such as [\"left\", \"right\"].");
  }
  return between_commas(value.text);
}

std::vector<double> read_numbers(const SettingValue& value,
                                 const Limits& limits,
                                 const std::string& unit) {
  std::vector<SettingValue> entries = {value};
  if (value.kind == Kind::kList) entries = value.list;
  if (value.kind == Kind::kText) {
    entries.clear();
    for (const std::string& text : between_commas(value.text)) {
      entries.push_back(value);
      entries.back().text = text;
    }
  }
  std::vector<double> numbers;
  for (const SettingValue& entry : entries) {
    numbers.push_back(read_number(entry, limits, unit));
  }
  return numbers;
}

Interval read_interval(const SettingValue& value, const Limits& limits,
                       const std::string& unit) {
  Interval interval;
  const size_t dots =
      value.kind == Kind::kText ? value.text.find("..") : std::string::npos;
  if (dots != std::string::npos) {
    const auto [low, high] = split_interval(value, dots);
    interval = {read_number(low, limits, unit),
                read_number(high, limits, unit)};
  } else if (value.kind == Kind::kList && value.list.size() == 2) {
    interval = {read_number(value.list[0], limits, unit),
                read_number(value.list[1], limits, unit)};
  } else {
    const double number = read_number(value, limits, unit);
    interval = {number, number};
  }
  if (interval.low <= interval.high) return interval;
  throw Error(
      fmt::format("the interval {}..{} is empty", interval.low, interval.high),
      value.where, "Write the smaller number first.");
}

std::vector<std::pair<std::string, std::string>> read_text_table(
    const SettingValue& value) {
  if (value.kind != Kind::kTable) fail_expected("a table", value);
  std::vector<std::pair<std::string, std::string>> table;
  for (const auto& [key, entry] : value.table) {
    table.emplace_back(key, read_string(entry));
  }
  return table;
}

}  // namespace mote
