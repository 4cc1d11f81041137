// From a value as written to a C++ value, checked. Each function throws Error
// with where = value.where, saying what was expected and what was found.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace mote {

struct Interval;
struct Limits;
struct SettingValue;

bool read_switch(const SettingValue& value);
int read_integer(const SettingValue& value, const Limits& limits,
                 const std::string& unit);
// A bare number is in `unit`; text is a number and any unit of its family.
double read_number(const SettingValue& value, const Limits& limits,
                   const std::string& unit);
std::string read_string(const SettingValue& value);
std::string read_choice(const SettingValue& value,
                        const std::vector<std::string>& choices);
// A list of texts, or one text with commas between ("left, right").
std::vector<std::string> read_texts(const SettingValue& value);
// A list of numbers, one number, or one text with commas between ("16, 2000").
std::vector<double> read_numbers(const SettingValue& value,
                                 const Limits& limits, const std::string& unit);
// "5..20 dB", [5, 20] or one number.
Interval read_interval(const SettingValue& value, const Limits& limits,
                       const std::string& unit);
std::vector<std::pair<std::string, std::string>> read_text_table(
    const SettingValue& value);

// "a number", "text", ...: for messages.
std::string kind_name(const SettingValue& value);

}  // namespace mote
