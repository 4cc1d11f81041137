// The templates of settings.h: each member becomes a Field that knows how to
// read and write it.
#pragma once

#include <nlohmann/json.hpp>

#include "lib/settings/read_value.h"
#include "lib/settings/settings.h"

namespace mote {

template <class S>
template <class Member>
Field& FieldsOf<S>::add(std::string name, Field::Kind kind, Member S::*member,
                        std::string help) {
  Field field;
  field.name = std::move(name);
  field.kind = kind;
  field.help = std::move(help);
  field.get = [member](const void* settings) {
    return nlohmann::json(static_cast<const S*>(settings)->*member);
  };
  return fields_.emplace_back(std::move(field));
}

template <class S>
FieldsOf<S>& FieldsOf<S>::flag(std::string name, bool S::*member,
                               std::string help) {
  Field& field = add(std::move(name), Field::Kind::kSwitch, member, help);
  field.set = [member](void* settings, const SettingValue& value) {
    static_cast<S*>(settings)->*member = read_switch(value);
  };
  return *this;
}

template <class S>
FieldsOf<S>& FieldsOf<S>::integer(std::string name, int S::*member,
                                  std::string help, Limits limits,
                                  std::string unit) {
  Field& field = add(std::move(name), Field::Kind::kInteger, member, help);
  field.limits = limits;
  field.unit = unit;
  field.set = [member, limits, unit](void* settings,
                                     const SettingValue& value) {
    static_cast<S*>(settings)->*member = read_integer(value, limits, unit);
  };
  return *this;
}

template <class S>
FieldsOf<S>& FieldsOf<S>::number(std::string name, double S::*member,
                                 std::string help, Limits limits,
                                 std::string unit) {
  Field& field = add(std::move(name), Field::Kind::kNumber, member, help);
  field.limits = limits;
  field.unit = unit;
  field.set = [member, limits, unit](void* settings,
                                     const SettingValue& value) {
    static_cast<S*>(settings)->*member = read_number(value, limits, unit);
  };
  return *this;
}

template <class S>
FieldsOf<S>& FieldsOf<S>::text(std::string name, std::string S::*member,
                               std::string help) {
  Field& field = add(std::move(name), Field::Kind::kText, member, help);
  field.set = [member](void* settings, const SettingValue& value) {
    static_cast<S*>(settings)->*member = read_string(value);
  };
  return *this;
}

template <class S>
FieldsOf<S>& FieldsOf<S>::choice(std::string name, std::string S::*member,
                                 std::vector<std::string> choices,
                                 std::string help) {
  Field& field = add(std::move(name), Field::Kind::kChoice, member, help);
  field.choices = choices;
  field.set = [member, choices](void* settings, const SettingValue& value) {
    static_cast<S*>(settings)->*member = read_choice(value, choices);
  };
  return *this;
}

template <class S>
FieldsOf<S>& FieldsOf<S>::texts(std::string name,
                                std::vector<std::string> S::*member,
                                std::string help) {
  Field& field = add(std::move(name), Field::Kind::kTextList, member, help);
  field.set = [member](void* settings, const SettingValue& value) {
    static_cast<S*>(settings)->*member = read_texts(value);
  };
  return *this;
}

template <class S>
FieldsOf<S>& FieldsOf<S>::interval(std::string name, Interval S::*member,
                                   std::string help, Limits limits,
                                   std::string unit) {
  fields_.push_back({});
  Field& field = fields_.back();
  field.name = std::move(name);
  field.kind = Field::Kind::kInterval;
  field.help = std::move(help);
  field.limits = limits;
  field.unit = unit;
  field.get = [member](const void* settings) {
    const Interval& interval = static_cast<const S*>(settings)->*member;
    return nlohmann::json{interval.low, interval.high};
  };
  field.set = [member, limits, unit](void* settings,
                                     const SettingValue& value) {
    static_cast<S*>(settings)->*member = read_interval(value, limits, unit);
  };
  return *this;
}

template <class S>
FieldsOf<S>& FieldsOf<S>::text_table(
    std::string name,
    std::vector<std::pair<std::string, std::string>> S::*member,
    std::string help) {
  fields_.push_back({});
  Field& field = fields_.back();
  field.name = std::move(name);
  field.kind = Field::Kind::kTextTable;
  field.help = std::move(help);
  field.get = [member](const void* settings) {
    nlohmann::json table = nlohmann::json::object();
    for (const auto& [key, text] : static_cast<const S*>(settings)->*member) {
      table[key] = text;
    }
    return table;
  };
  field.set = [member](void* settings, const SettingValue& value) {
    static_cast<S*>(settings)->*member = read_text_table(value);
  };
  return *this;
}

template <class S>
template <class Section>
FieldsOf<S>& FieldsOf<S>::section(std::string name, Section S::*member,
                                  std::string help) {
  fields_.push_back({});
  Field& field = fields_.back();
  field.name = std::move(name);
  field.kind = Field::Kind::kSection;
  field.help = std::move(help);
  field.section = &Section::fields();
  field.get = [member](const void* settings) {
    return settings_json(Section::fields(),
                         &(static_cast<const S*>(settings)->*member));
  };
  field.set = [member](void* settings, const SettingValue& value) {
    fill_settings(Section::fields(), &(static_cast<S*>(settings)->*member),
                  value);
  };
  return *this;
}

}  // namespace mote
