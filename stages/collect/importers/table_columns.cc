#include "stages/collect/importers/table_columns.h"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <set>

#include "lib/base/error.h"
#include "lib/base/text.h"
#include "lib/signal/axis_names.h"
#include "stages/collect/importers/time_column.h"

namespace mote {
namespace {

// Rows that decide what a column holds.
constexpr size_t kRowsLookedAt = 200;
constexpr size_t kLeastGridColumns = 64;

// The title's first part: "time" of "time_ms", "Time [s]", "time(s)".
std::string first_word(const std::string& title) {
  return lower_case(title.substr(0, title.find_first_of(" [(_-")));
}

bool is_one_of(const std::string& word, const std::set<std::string>& words) {
  return words.count(word) != 0;
}

bool says_time(const std::string& title) {
  static const std::set<std::string> words = {
      "time",  "timestamp", "timestamps", "t",       "ts",   "datetime",
      "date",  "epoch",     "millis",     "micros",  "msec", "usec",
      "clock", "seconds",   "elapsed",    "unixtime"};
  return is_one_of(first_word(title), words) ||
         lower_case(title).ends_with("_timestamp");
}

bool says_label(const std::string& title) {
  static const std::set<std::string> words = {
      "label", "labels", "class",    "activity", "target", "gesture",
      "state", "output", "category", "word",     "event",  "y_true"};
  return is_one_of(lower_case(title), words);
}

bool says_sample(const std::string& title) {
  static const std::set<std::string> words = {
      "sample_id",     "session_id",  "session",   "recording_id",
      "recording",     "sequence_id", "trial",     "trial_id",
      "window_id",     "segment_id",  "series_id", "gesture_id",
      "measurement_id"};
  return is_one_of(lower_case(title), words);
}

bool says_group(const std::string& title) {
  static const std::set<std::string> words = {
      "subject", "subject_id", "user",       "user_id",   "speaker",
      "person",  "person_id",  "speaker_id", "device_id", "participant",
      "patient", "patient_id", "group"};
  return is_one_of(lower_case(title), words);
}

bool says_counter(const std::string& title) {
  static const std::set<std::string> words = {
      "index",  "row",   "frame", "frame_number", "frame_id", "seq",
      "sample", "count", "n",     "packet",       "id",       "no",
      "idx",    "",      "i",     "sequence",     "#"};
  return is_one_of(lower_case(title), words);
}

bool says_step(const std::string& title) {
  const std::string word = first_word(title);
  return word == "delta" || word == "dt" || word == "interval";
}

// What the first rows of a column hold.
struct ColumnFacts {
  size_t numbers = 0, texts = 0, iso_times = 0;
  bool whole = true;   // numbers without fractions
  bool rises = true;   // each greater than the one before
  bool by_one = true;  // each one greater

  bool is_number() const { return numbers > texts; }
  bool is_iso() const { return iso_times > 0 && iso_times == texts; }
};

ColumnFacts look_at(const TextTable& table, size_t column) {
  ColumnFacts facts;
  double before = std::nan(""), value = 0;
  for (size_t row = 0; row < std::min(table.height(), kRowsLookedAt); ++row) {
    const std::string_view cell = table.cell(row, column);
    if (is_missing(cell)) continue;
    if (!parse_number(cell, table.decimal_comma, value)) {
      ++facts.texts;
      facts.iso_times += parse_iso_time(cell, value);
      continue;
    }
    facts.whole &= value == std::floor(value);
    if (facts.numbers++ > 0) {
      facts.rises &= value > before;
      facts.by_one &= value == before + 1;
    }
    before = value;
  }
  return facts;
}

class Finder {
 public:
  Finder(const TextTable& table, const ReadOptions& options,
         const std::string& name)
      : table_(table), options_(options), name_(name) {}

  TableColumns find() {
    wish(options_.label_column, columns_.label);
    wish(options_.sample_column, columns_.sample);
    for (size_t c = 0; c < table_.width(); ++c) {
      if (c != columns_.label && c != columns_.sample) place(c);
    }
    if (columns_.time && steps_) columns_.values = without(*steps_);
    if (columns_.values.empty()) {
      throw Error("the table has no column of readings", name_,
                  "Readings are numbers, a column an axis.");
    }
    return std::move(columns_);
  }

 private:
  void wish(const std::string& title, std::optional<size_t>& column) const {
    if (title.empty()) return;
    const auto found =
        std::find(table_.titles.begin(), table_.titles.end(), title);
    if (found == table_.titles.end()) {
      throw Error("the table has no column '" + title + "'", name_,
                  "Check its first line.");
    }
    column = static_cast<size_t>(found - table_.titles.begin());
  }

  static bool set(std::optional<size_t>& column, size_t c) {
    if (column) return false;
    column = c;
    return true;
  }

  void place(size_t c) {
    const std::string& title = table_.titles[c];
    const ColumnFacts facts = look_at(table_, c);
    const bool titled = table_.has_header();
    if (title.empty() && facts.numbers + facts.texts == 0) return;
    if (titled && says_label(title) && set(columns_.label, c)) return;
    if (titled && says_sample(title) && set(columns_.sample, c)) return;
    if (titled && says_group(title) && set(columns_.group, c)) return;
    if (titled && lower_case(title) == "split" && set(columns_.split, c)) {
      return;
    }
    if (!facts.is_number()) {
      place_text(c, facts);
    } else if (is_time(c, facts) && set(columns_.time, c)) {
      columns_.time_unit_s = time_unit_of_title(unit_line(c));
    } else if (!is_counter(c, facts)) {
      if (titled && says_step(title)) steps_ = c;
      columns_.values.push_back(c);
    }
  }

  // A title, with what a second line of the header says of its unit.
  std::string unit_line(size_t c) const {
    return table_.units.empty() ? table_.titles[c]
                                : table_.titles[c] + " " + table_.units[c];
  }

  void place_text(size_t c, const ColumnFacts& facts) {
    if (facts.is_iso() && set(columns_.time, c)) {
      columns_.iso_time = true;
    } else if (facts.texts > 0 && !table_.has_header() &&
               set(columns_.label, c)) {
      return;
    } else if (facts.texts > 0) {
      columns_.left_out.push_back(table_.titles[c]);
    } else {
      columns_.values.push_back(c);  // nothing but missing values
    }
  }

  bool is_time(size_t c, const ColumnFacts& facts) const {
    if (table_.has_header()) return says_time(table_.titles[c]);
    return c == 0 && table_.width() > 1 && facts.numbers > 2 && facts.rises &&
           !facts.by_one;
  }

  bool is_counter(size_t c, const ColumnFacts& facts) const {
    if (!facts.whole || !facts.rises || facts.numbers < 2) return false;
    if (table_.has_header()) return says_counter(table_.titles[c]);
    return c == 0 && table_.width() > 1 && facts.numbers > 2 && facts.by_one;
  }

  std::vector<size_t> without(size_t column) const {
    std::vector<size_t> rest = columns_.values;
    std::erase(rest, column);
    return rest;
  }

  const TextTable& table_;
  const ReadOptions& options_;
  const std::string& name_;
  TableColumns columns_;
  std::optional<size_t> steps_;
};

// "px" of "px12", with the number; "" for names without one.
std::pair<std::string, long> numbered(const std::string& title) {
  size_t begin = title.size();
  while (begin > 0 &&
         std::isdigit(static_cast<unsigned char>(title[begin - 1]))) {
    --begin;
  }
  if (begin == title.size() || title.size() - begin > 9) return {"", 0};
  return {title.substr(0, begin), std::stol(title.substr(begin))};
}

// The common name of columns that are the places of one grid; "" for others.
std::string grid_name(const TextTable& table, const TableColumns& columns) {
  if (columns.values.size() < kLeastGridColumns) return "";
  const auto [name, first] = numbered(table.titles[columns.values.front()]);
  for (size_t i = 0; i < columns.values.size(); ++i) {
    const auto next = numbered(table.titles[columns.values[i]]);
    if (next.first != name || next.second != first + static_cast<long>(i)) {
      return "";
    }
  }
  return name;
}

// Rows and columns of thermal sensors, by their pixels: AMG8833, MLX90640,
// Lepton 2, Lepton 3.
std::vector<int> known_grid(size_t places) {
  switch (places) {
    case 64:
      return {8, 8};
    case 768:
      return {24, 32};
    case 4800:
      return {60, 80};
    case 19200:
      return {120, 160};
    default:
      return {static_cast<int>(places)};
  }
}

size_t places_of(const std::vector<int>& shape) {
  size_t places = 1;
  for (int extent : shape) places *= static_cast<size_t>(extent);
  return places;
}

}  // namespace

TableColumns find_columns(const TextTable& table, const ReadOptions& options,
                          const std::string& name) {
  return Finder(table, options, name).find();
}

FrameLayout frame_layout(const TextTable& table, const TableColumns& columns,
                         const ReadOptions& options, const std::string& name) {
  FrameLayout layout;
  const std::string grid = grid_name(table, columns);
  const size_t count = columns.values.size();
  if (!options.shape.empty()) {
    const size_t places = places_of(options.shape);
    if (places == 0 || count % places != 0) {
      throw Error("the shape asks for " + std::to_string(places) +
                      " values a row, the table has " + std::to_string(count),
                  name, "Check --shape.");
    }
    layout.frame_shape = options.shape;
    layout.axes.assign(count / places, {"value", ""});
  } else if (!grid.empty()) {
    layout.frame_shape = known_grid(count);
    layout.axes = {axis_of_title(grid)};
  } else {
    for (size_t i = 0; i < count; ++i) {
      const size_t c = columns.values[i];
      Axis axis = axis_of_title(table.titles[c]);
      if (axis.name.empty()) axis.name = "axis" + std::to_string(i + 1);
      if (!table.units.empty()) axis.unit = known_unit(table.units[c]);
      layout.axes.push_back(axis);
    }
  }
  if (options.axes.empty()) return layout;
  if (options.axes.size() != layout.axes.size()) {
    throw Error("--axes names " + std::to_string(options.axes.size()) +
                    " axes, the file has " + std::to_string(layout.axes.size()),
                name, "Name each column of readings.");
  }
  layout.axes = options.axes;
  return layout;
}

}  // namespace mote
