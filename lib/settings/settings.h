// Settings: one field list a struct. The list alone gives reading from TOML
// and from KEY=VALUE with errors that name line, column and the nearest valid
// key; canonical JSON for recipe keys; --help; the tables of docs/; forms.
//
//   struct TrainSettings {
//     int epochs = 40;
//     double suppression_ms = 500;
//     static const FieldList& fields();
//   };
//
//   const FieldList& TrainSettings::fields() {
//     static const FieldList list =
//         FieldsOf<TrainSettings>()
//             .integer("epochs", &TrainSettings::epochs,
//                      "passes over the training clips", {1, 100000})
//             .number("suppression", &TrainSettings::suppression_ms,
//                     "quiet time after a detection", {0, 60000}, "ms");
//     return list;
//   }
//
//   auto settings = read_settings<TrainSettings>(project.at("train"));
#pragma once

#include <functional>
#include <limits>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "lib/settings/value.h"

namespace mote {

// An interval of real numbers, written "5..20 dB" or as one number.
struct Interval {
  double low = 0, high = 0;
  bool operator==(const Interval&) const = default;
};

// Limits of a numeric field, both included.
struct Limits {
  double low = -std::numeric_limits<double>::infinity();
  double high = std::numeric_limits<double>::infinity();
};

class FieldList;

// One setting of a struct, its type erased.
struct Field {
  enum class Kind {
    kSwitch,
    kInteger,
    kNumber,
    kText,
    kChoice,
    kTextList,
    kNumberList,
    kInterval,
    kTextTable,
    kSection,
  };
  std::string name;
  Kind kind = Kind::kText;
  std::string help;
  Limits limits;
  std::string unit;                  // the unit the member is held in
  std::vector<std::string> choices;  // kChoice
  const FieldList* section = nullptr;

  // The member's address in the struct at `settings`.
  std::function<void*(void* settings)> member;
};

class FieldList {
 public:
  const std::vector<Field>& fields() const { return fields_; }
  const Field* find(std::string_view name) const;

 protected:
  std::vector<Field> fields_;
};

// Builds the list of struct S, one call a member. A number with a unit is
// held in that unit and accepts any of its family: ms (s, us, min), Hz (kHz),
// bytes (KB, MB: 1,024s), dB, percent.
template <class S>
class FieldsOf : public FieldList {
 public:
  FieldsOf& flag(std::string name, bool S::*member, std::string help);
  FieldsOf& integer(std::string name, int S::*member, std::string help,
                    Limits limits = {}, std::string unit = "");
  FieldsOf& number(std::string name, double S::*member, std::string help,
                   Limits limits = {}, std::string unit = "");
  FieldsOf& text(std::string name, std::string S::*member, std::string help);
  FieldsOf& choice(std::string name, std::string S::*member,
                   std::vector<std::string> choices, std::string help);
  FieldsOf& texts(std::string name, std::vector<std::string> S::*member,
                  std::string help);
  // One number alone is a list of one.
  FieldsOf& numbers(std::string name, std::vector<double> S::*member,
                    std::string help, Limits limits = {},
                    std::string unit = "");
  FieldsOf& interval(std::string name, Interval S::*member, std::string help,
                     Limits limits = {}, std::string unit = "");
  // A table of free keys with text values, in the order written.
  FieldsOf& text_table(
      std::string name,
      std::vector<std::pair<std::string, std::string>> S::*member,
      std::string help);
  template <class Section>
  FieldsOf& section(std::string name, Section S::*member, std::string help);

 private:
  template <class Member>
  Field& add(std::string name, Field::Kind kind, Member S::*member,
             std::string help);
};

// Fills `settings` (of the struct the list describes) from a table, or from a
// list of tables read one after another: fields that are absent keep their
// value. Throws Error for an unknown key ("unknown
// key 'epoch'", hint: "Did you mean 'epochs'?"), a wrong type, a bad unit, a
// value outside its limits; where = file:line:column.
void fill_settings(const FieldList& list, void* settings,
                   const SettingValue& table);
nlohmann::json settings_json(const FieldList& list, const void* settings);

template <class S>
S read_settings(const SettingValue& table) {
  S settings;
  fill_settings(S::fields(), &settings, table);
  return settings;
}

// All fields, defaults filled, keys sorted, no spaces, numbers in their
// shortest form: equal settings give equal text.
std::string canonical_json(const FieldList& list, const void* settings);
template <class S>
std::string canonical_json(const S& settings) {
  return canonical_json(S::fields(), &settings);
}

// From canonical JSON (or any JSON object) back to the struct.
void fill_from_json(const FieldList& list, void* settings,
                    std::string_view json, const std::string& where);
template <class S>
S settings_from_json(std::string_view json, const std::string& where = "") {
  S settings;
  fill_from_json(S::fields(), &settings, json, where);
  return settings;
}

// The fields as a Markdown table: name, type and unit, default, limits, help.
std::string describe_settings(const FieldList& list, const void* defaults);

// The same for a terminal, a line a field: "  epochs = 40   passes over the
// training clips (1..100000)"; `prefix` stands before every name ("train.").
std::string settings_help(const FieldList& list, const void* defaults,
                          const std::string& prefix);

// The closest of `candidates` by edit distance, or "" when none is close.
std::string nearest(std::string_view word,
                    const std::vector<std::string>& candidates);

}  // namespace mote

#include "lib/settings/fields_of.h"
