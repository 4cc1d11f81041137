#include "lib/settings/settings.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "lib/base/error.h"
#include "lib/settings/access.h"
#include "lib/settings/read_value.h"

namespace mote {
namespace {

using Kind = SettingValue::Kind;

[[noreturn]] void fail_unknown(const std::string& key,
                               const SettingValue& value,
                               const FieldList& list) {
  std::vector<std::string> names;
  for (const Field& field : list.fields()) names.push_back(field.name);
  const std::string near = nearest(key, names);
  throw Error(fmt::format("unknown key '{}'", key),
              value.key_where.empty() ? value.where : value.key_where,
              near.empty()
                  ? fmt::format("Valid keys here: {}.", fmt::join(names, ", "))
                  : "Did you mean '" + near + "'?");
}

void set_named(const Field& field, void* settings, const SettingValue& value) {
  try {
    set_field(field, settings, value);
  } catch (const Error& error) {
    if (field.kind == Field::Kind::kSection) throw;
    throw Error(fmt::format("'{}': {}", field.name, error.what_happened()),
                error.where(), error.hint());
  }
}

void fill_from_table(const FieldList& list, void* settings,
                     const SettingValue& table) {
  for (const auto& [key, value] : table.table) {
    const Field* field = list.find(key);
    if (field == nullptr) fail_unknown(key, value, list);
    set_named(*field, settings, value);
  }
}

// Integers as integers, so that 30 and 30.0 are one text.
nlohmann::json canonical(const nlohmann::json& value) {
  if (value.is_object() || value.is_array()) {
    nlohmann::json result = value;
    for (auto& entry : result) entry = canonical(entry);
    return result;
  }
  if (value.is_number_float()) {
    const double number = value.get<double>();
    if (number == std::floor(number) && std::abs(number) < 9e15) {
      return static_cast<int64_t>(number);
    }
  }
  return value;
}

SettingValue from_json(const nlohmann::json& json, const std::string& where) {
  SettingValue value;
  value.where = where;
  if (json.is_boolean()) {
    value.kind = Kind::kSwitch;
    value.flag = json.get<bool>();
  } else if (json.is_number()) {
    value.kind = json.is_number_integer() ? Kind::kInteger : Kind::kNumber;
    value.number = json.get<double>();
    if (json.is_number_integer()) value.integer = json.get<int64_t>();
  } else if (json.is_string()) {
    value.kind = Kind::kText;
    value.text = json.get<std::string>();
  } else if (json.is_array()) {
    value.kind = Kind::kList;
    for (const auto& entry : json)
      value.list.push_back(from_json(entry, where));
  } else if (json.is_object()) {
    value.kind = Kind::kTable;
    for (const auto& [key, entry] : json.items()) {
      value.table.emplace_back(key, from_json(entry, where));
    }
  }
  return value;
}

std::string type_text(const Field& field) {
  const std::string unit = field.unit.empty() ? "" : ", " + field.unit;
  switch (field.kind) {
    case Field::Kind::kSwitch:
      return "true or false";
    case Field::Kind::kInteger:
      return "whole number" + unit;
    case Field::Kind::kNumber:
      return "number" + unit;
    case Field::Kind::kText:
      return "text";
    case Field::Kind::kChoice:
      return fmt::format("{}", fmt::join(field.choices, ", "));
    case Field::Kind::kTextList:
      return "list of texts";
    case Field::Kind::kNumberList:
      return "list of numbers" + unit;
    case Field::Kind::kInterval:
      return "interval" + unit;
    case Field::Kind::kTextTable:
      return "table of texts";
    case Field::Kind::kSection:
      return "section";
  }
  return "";
}

std::string limits_text(const Limits& limits) {
  if (std::isinf(limits.low) && std::isinf(limits.high)) return "";
  if (std::isinf(limits.high)) return fmt::format(">= {}", limits.low);
  if (std::isinf(limits.low)) return fmt::format("<= {}", limits.high);
  return fmt::format("{}..{}", limits.low, limits.high);
}

void describe_rows(const FieldList& list, const nlohmann::json& defaults,
                   const std::string& prefix, std::string& rows) {
  for (const Field& field : list.fields()) {
    const nlohmann::json& value = defaults.at(field.name);
    if (field.kind == Field::Kind::kSection) {
      describe_rows(*field.section, value, prefix + field.name + ".", rows);
      continue;
    }
    rows += fmt::format("| `{}{}` | {} | `{}` | {} | {} |\n", prefix,
                        field.name, type_text(field), canonical(value).dump(),
                        limits_text(field.limits), field.help);
  }
}

void help_lines(const FieldList& list, const nlohmann::json& defaults,
                const std::string& prefix, std::string& lines) {
  for (const Field& field : list.fields()) {
    const nlohmann::json& value = defaults.at(field.name);
    if (field.kind == Field::Kind::kSection) {
      help_lines(*field.section, value, prefix + field.name + ".", lines);
      continue;
    }
    const std::string unit = field.unit.empty() ? "" : " " + field.unit;
    const std::string assignment = fmt::format(
        "{}{} = {}{}", prefix, field.name, canonical(value).dump(), unit);
    std::string details = field.kind == Field::Kind::kChoice
                              ? type_text(field)
                              : limits_text(field.limits);
    if (!details.empty()) details = " (" + details + ")";
    lines += fmt::format("  {:<38} {}{}\n", assignment, field.help, details);
  }
}

// Optimal string alignment: insertions, deletions, replacements and swaps of
// neighbours cost 1 each.
int edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::vector<int>> cost(a.size() + 1,
                                     std::vector<int>(b.size() + 1));
  for (size_t i = 0; i <= a.size(); ++i) {
    for (size_t j = 0; j <= b.size(); ++j) {
      if (i == 0 || j == 0) {
        cost[i][j] = static_cast<int>(i + j);
        continue;
      }
      cost[i][j] = std::min({cost[i - 1][j] + 1, cost[i][j - 1] + 1,
                             cost[i - 1][j - 1] + (a[i - 1] != b[j - 1])});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        cost[i][j] = std::min(cost[i][j], cost[i - 2][j - 2] + 1);
      }
    }
  }
  return cost[a.size()][b.size()];
}

}  // namespace

const Field* FieldList::find(std::string_view name) const {
  for (const Field& field : fields_) {
    if (field.name == name) return &field;
  }
  return nullptr;
}

void fill_settings(const FieldList& list, void* settings,
                   const SettingValue& table) {
  if (table.kind == Kind::kAbsent) return;
  if (table.kind == Kind::kTable) {
    fill_from_table(list, settings, table);
  } else if (table.kind == Kind::kList) {
    for (const SettingValue& part : table.list) {
      fill_settings(list, settings, part);
    }
  } else {
    throw Error("expected a table of settings, found " + kind_name(table),
                table.where);
  }
}

nlohmann::json settings_json(const FieldList& list, const void* settings) {
  nlohmann::json result = nlohmann::json::object();
  for (const Field& field : list.fields()) {
    result[field.name] = field_json(field, settings);
  }
  return result;
}

std::string canonical_json(const FieldList& list, const void* settings) {
  return canonical(settings_json(list, settings)).dump();
}

void fill_from_json(const FieldList& list, void* settings,
                    std::string_view json, const std::string& where) {
  nlohmann::json parsed;
  try {
    parsed = nlohmann::json::parse(json);
  } catch (const nlohmann::json::exception& error) {
    throw Error(fmt::format("not JSON ({})", error.what()), where);
  }
  fill_settings(list, settings, from_json(parsed, where));
}

std::string describe_settings(const FieldList& list, const void* defaults) {
  std::string rows =
      "| setting | type | default | limits | what it is |\n"
      "|---|---|---|---|---|\n";
  describe_rows(list, settings_json(list, defaults), "", rows);
  return rows;
}

std::string settings_help(const FieldList& list, const void* defaults,
                          const std::string& prefix) {
  std::string lines;
  help_lines(list, settings_json(list, defaults), prefix, lines);
  return lines;
}

std::string nearest(std::string_view word,
                    const std::vector<std::string>& candidates) {
  std::string best;
  int best_distance = std::max(2, static_cast<int>(word.size()) / 3) + 1;
  for (const std::string& candidate : candidates) {
    const int distance = edit_distance(word, candidate);
    const int longest =
        static_cast<int>(std::max(word.size(), candidate.size()));
    if (distance < best_distance && distance < longest) {
      best = candidate;
      best_distance = distance;
    }
  }
  return best;
}

}  // namespace mote
