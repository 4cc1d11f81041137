// The templates of settings.h: each member becomes a Field that knows its
// place in the struct. What is read and written there is up to access.cc.
#pragma once

#include <utility>

#include "lib/settings/settings.h"

namespace mote {

template <class S>
template <class Member>
Field& FieldsOf<S>::add(std::string name, Field::Kind kind, Member S::*member,
                        std::string help) {
  Field& field = fields_.emplace_back();
  field.name = std::move(name);
  field.kind = kind;
  field.help = std::move(help);
  field.member = [member](void* settings) -> void* {
    return &(static_cast<S*>(settings)->*member);
  };
  return field;
}

template <class S>
FieldsOf<S>& FieldsOf<S>::flag(std::string name, bool S::*member,
                               std::string help) {
  add(std::move(name), Field::Kind::kSwitch, member, std::move(help));
  return *this;
}

template <class S>
FieldsOf<S>& FieldsOf<S>::integer(std::string name, int S::*member,
                                  std::string help, Limits limits,
                                  std::string unit) {
  Field& field =
      add(std::move(name), Field::Kind::kInteger, member, std::move(help));
  field.limits = limits;
  field.unit = std::move(unit);
  return *this;
}

template <class S>
FieldsOf<S>& FieldsOf<S>::number(std::string name, double S::*member,
                                 std::string help, Limits limits,
                                 std::string unit) {
  Field& field =
      add(std::move(name), Field::Kind::kNumber, member, std::move(help));
  field.limits = limits;
  field.unit = std::move(unit);
  return *this;
}

template <class S>
FieldsOf<S>& FieldsOf<S>::text(std::string name, std::string S::*member,
                               std::string help) {
  add(std::move(name), Field::Kind::kText, member, std::move(help));
  return *this;
}

template <class S>
FieldsOf<S>& FieldsOf<S>::choice(std::string name, std::string S::*member,
                                 std::vector<std::string> choices,
                                 std::string help) {
  add(std::move(name), Field::Kind::kChoice, member, std::move(help)).choices =
      std::move(choices);
  return *this;
}

template <class S>
FieldsOf<S>& FieldsOf<S>::texts(std::string name,
                                std::vector<std::string> S::*member,
                                std::string help) {
  add(std::move(name), Field::Kind::kTextList, member, std::move(help));
  return *this;
}

template <class S>
FieldsOf<S>& FieldsOf<S>::numbers(std::string name,
                                  std::vector<double> S::*member,
                                  std::string help, Limits limits,
                                  std::string unit) {
  Field& field =
      add(std::move(name), Field::Kind::kNumberList, member, std::move(help));
  field.limits = limits;
  field.unit = std::move(unit);
  return *this;
}

template <class S>
FieldsOf<S>& FieldsOf<S>::interval(std::string name, Interval S::*member,
                                   std::string help, Limits limits,
                                   std::string unit) {
  Field& field =
      add(std::move(name), Field::Kind::kInterval, member, std::move(help));
  field.limits = limits;
  field.unit = std::move(unit);
  return *this;
}

template <class S>
FieldsOf<S>& FieldsOf<S>::text_table(
    std::string name,
    std::vector<std::pair<std::string, std::string>> S::*member,
    std::string help) {
  add(std::move(name), Field::Kind::kTextTable, member, std::move(help));
  return *this;
}

template <class S>
template <class Section>
FieldsOf<S>& FieldsOf<S>::section(std::string name, Section S::*member,
                                  std::string help) {
  add(std::move(name), Field::Kind::kSection, member, std::move(help)).section =
      &Section::fields();
  return *this;
}

}  // namespace mote
