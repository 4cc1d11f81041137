#include "lib/settings/access.h"

#include <nlohmann/json.hpp>

#include "lib/settings/read_value.h"
#include "lib/settings/settings.h"

namespace mote {
namespace {

using Kind = Field::Kind;
using TextTable = std::vector<std::pair<std::string, std::string>>;

template <class Member>
const Member& at(const void* member) {
  return *static_cast<const Member*>(member);
}

nlohmann::json interval_json(const Interval& interval) {
  return nlohmann::json{interval.low, interval.high};
}

nlohmann::json text_table_json(const TextTable& texts) {
  nlohmann::json table = nlohmann::json::object();
  for (const auto& [key, text] : texts) table[key] = text;
  return table;
}

}  // namespace

void set_field(const Field& field, void* settings, const SettingValue& value) {
  void* const member = field.member(settings);
  const auto set = [&]<class Member>(Member read) {
    *static_cast<Member*>(member) = std::move(read);
  };
  switch (field.kind) {
    case Kind::kSwitch:
      return set(read_switch(value));
    case Kind::kInteger:
      return set(read_integer(value, field.limits, field.unit));
    case Kind::kNumber:
      return set(read_number(value, field.limits, field.unit));
    case Kind::kText:
      return set(read_string(value));
    case Kind::kChoice:
      return set(read_choice(value, field.choices));
    case Kind::kTextList:
      return set(read_texts(value));
    case Kind::kNumberList:
      return set(read_numbers(value, field.limits, field.unit));
    case Kind::kInterval:
      return set(read_interval(value, field.limits, field.unit));
    case Kind::kTextTable:
      return set(read_text_table(value));
    case Kind::kSection:
      return fill_settings(*field.section, member, value);
  }
}

nlohmann::json field_json(const Field& field, const void* settings) {
  const void* const member = field.member(const_cast<void*>(settings));
  switch (field.kind) {
    case Kind::kSwitch:
      return at<bool>(member);
    case Kind::kInteger:
      return at<int>(member);
    case Kind::kNumber:
      return at<double>(member);
    case Kind::kText:
    case Kind::kChoice:
      return at<std::string>(member);
    case Kind::kTextList:
      return at<std::vector<std::string>>(member);
    case Kind::kNumberList:
      return at<std::vector<double>>(member);
    case Kind::kInterval:
      return interval_json(at<Interval>(member));
    case Kind::kTextTable:
      return text_table_json(at<TextTable>(member));
    case Kind::kSection:
      return settings_json(*field.section, member);
  }
  return {};
}

}  // namespace mote
