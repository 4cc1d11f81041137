#include "lib/settings/value.h"

#include <fmt/format.h>
#include <toml++/toml.h>

#include <algorithm>
#include <string>

#include "lib/base/error.h"

namespace mote {
namespace {

using Kind = SettingValue::Kind;

std::string position(const toml::source_region& source,
                     const std::string& file) {
  return fmt::format("{}:{}:{}", file, source.begin.line, source.begin.column);
}

SettingValue from_node(const toml::node& node, const std::string& file);

void fill_table(SettingValue& value, const toml::table& table,
                const std::string& file) {
  value.kind = Kind::kTable;
  for (const auto& [key, node] : table) {
    auto& entry =
        value.table.emplace_back(key.str(), from_node(node, file)).second;
    entry.key_where = position(key.source(), file);
  }
  // toml++ sorts its keys; the owner's order is that of the file.
  const auto place = [&](const auto& entry) {
    return table.find(entry.first)->first.source().begin;
  };
  std::stable_sort(
      value.table.begin(), value.table.end(),
      [&](const auto& a, const auto& b) { return place(a) < place(b); });
}

SettingValue from_node(const toml::node& node, const std::string& file) {
  SettingValue value;
  value.where = position(node.source(), file);
  if (const auto* table = node.as_table()) {
    fill_table(value, *table, file);
  } else if (const auto* array = node.as_array()) {
    value.kind = Kind::kList;
    for (const toml::node& entry : *array) {
      value.list.push_back(from_node(entry, file));
    }
  } else if (const auto* text = node.as_string()) {
    value.kind = Kind::kText;
    value.text = text->get();
  } else if (const auto* integer = node.as_integer()) {
    value.kind = Kind::kInteger;
    value.integer = integer->get();
    value.number = static_cast<double>(value.integer);
  } else if (const auto* number = node.as_floating_point()) {
    value.kind = Kind::kNumber;
    value.number = number->get();
  } else if (const auto* flag = node.as_boolean()) {
    value.kind = Kind::kSwitch;
    value.flag = flag->get();
  } else {
    throw Error("dates and times are not used here", value.where);
  }
  return value;
}

// The value of an override, as TOML where it is TOML.
SettingValue parse_override(const std::string& text, const std::string& where) {
  SettingValue value;
  try {
    SettingValue table = parse_toml("value = " + text, where);
    if (table.table.size() == 1) value = std::move(table.table[0].second);
  } catch (const Error&) {
    // Bare text: left, 30 ms, tc.
  }
  if (value.kind == Kind::kAbsent) {
    value.kind = Kind::kText;
    value.text = text;
  }
  return value;
}

void place_at(SettingValue& value, const std::string& where) {
  value.where = value.key_where = where;
  for (auto& entry : value.list) place_at(entry, where);
  for (auto& [key, entry] : value.table) place_at(entry, where);
}

}  // namespace

SettingValue::SettingValue() = default;
SettingValue::SettingValue(const SettingValue&) = default;
SettingValue::SettingValue(SettingValue&&) noexcept = default;
SettingValue& SettingValue::operator=(const SettingValue&) = default;
SettingValue& SettingValue::operator=(SettingValue&&) noexcept = default;
SettingValue::~SettingValue() = default;

const SettingValue& SettingValue::at(std::string_view key) const {
  static const SettingValue absent;
  for (const auto& [name, value] : table) {
    if (name == key) return value;
  }
  return absent;
}

SettingValue& SettingValue::make(std::string_view dotted_key,
                                 const std::string& where_made) {
  kind = Kind::kTable;
  const size_t dot = dotted_key.find('.');
  const std::string_view key = dotted_key.substr(0, dot);
  SettingValue* child = nullptr;
  for (auto& [name, value] : table) {
    if (name == key) child = &value;
  }
  if (child == nullptr) {
    child = &table.emplace_back(key, SettingValue{}).second;
    child->where = child->key_where = where_made;
  }
  if (dot == std::string_view::npos) return *child;
  return child->make(dotted_key.substr(dot + 1), where_made);
}

SettingValue parse_toml(std::string_view text, const std::string& file) {
  try {
    const toml::table table = toml::parse(text);
    SettingValue value;
    value.where = file;
    fill_table(value, table, file);
    return value;
  } catch (const toml::parse_error& error) {
    throw Error(fmt::format("not TOML: {}", error.description()),
                position(error.source(), file),
                "Texts stand between quotes, lists between brackets: "
                "https://toml.io shows the rest.");
  }
}

void apply_override(SettingValue& root, std::string_view assignment) {
  const size_t equals = assignment.find('=');
  const std::string key(assignment.substr(0, equals));
  if (equals == std::string_view::npos || key.empty() || key.front() == '.' ||
      key.back() == '.' || key.find("..") != std::string::npos) {
    throw UsageError(fmt::format("'{}' is not KEY=VALUE", assignment), "--set",
                     "Such as --set train.epochs=50.");
  }
  const std::string where = "--set " + key;
  SettingValue value =
      parse_override(std::string(assignment.substr(equals + 1)), where);
  place_at(value, where);
  SettingValue& target = root.make(key, where);
  target = std::move(value);
}

}  // namespace mote
