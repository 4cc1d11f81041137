// A value as the user wrote it, with where it was written.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace mote {

// A TOML value (or one given on the command line).
struct SettingValue {
  enum class Kind { kAbsent, kSwitch, kInteger, kNumber, kText, kList, kTable };

  Kind kind = Kind::kAbsent;
  bool flag = false;
  long long integer = 0;
  double number = 0;  // of integers too
  std::string text;
  std::vector<SettingValue> list;
  std::vector<std::pair<std::string, SettingValue>> table;  // as written
  std::string where;      // "mote.toml:12:9" or "--set train.epochs"
  std::string key_where;  // likewise of its key, when it is a table's entry

  // Defined where the struct is complete: clang 14 asks for that of lists of
  // themselves.
  SettingValue();
  SettingValue(const SettingValue&);
  SettingValue(SettingValue&&) noexcept;
  SettingValue& operator=(const SettingValue&);
  SettingValue& operator=(SettingValue&&) noexcept;
  ~SettingValue();

  // The entry of a table, or an absent value (never throws).
  const SettingValue& at(std::string_view key) const;
  // Follows the tables of a dotted key and makes those that are missing, with
  // `where` as their place.
  SettingValue& make(std::string_view dotted_key, const std::string& where);
};

// Parses TOML text; `file` is the name used in messages. Throws Error with
// line and column for text that is not TOML.
SettingValue parse_toml(std::string_view text, const std::string& file);

// "KEY=VALUE" of --set. VALUE is read as TOML where it is TOML (50, true,
// [1, 2], "30 ms") and as bare text where it is not (tc, 30 ms). Throws
// UsageError without an '='.
void apply_override(SettingValue& root, std::string_view assignment);

}  // namespace mote
