#include "stages/collect/importers/table_rows.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <map>
#include <numeric>
#include <regex>

#include "lib/base/error.h"
#include "stages/collect/importers/table_columns.h"
#include "stages/collect/importers/time_column.h"

namespace mote {
namespace {

// More files' worth of samples than anybody labels by hand.
constexpr size_t kMostSamples = 1'000'000;

// Rows that belong together.
struct RowRun {
  std::vector<size_t> rows;
  std::string part, label, group, split;
};

std::string text_at(const TextTable& table, size_t row,
                    const std::optional<size_t>& column) {
  return column ? std::string(table.cell(row, *column)) : "";
}

// Whether an identifier can stand for itself: "3_20251106", but not "17", which
// another file has too.
bool is_name(const std::string& text) {
  return text.find_first_not_of("0123456789") != std::string::npos;
}

// "100" of "# sampling rate: 100 Hz".
double rate_in_comments(const TextTable& table) {
  static const std::regex pattern("([0-9]+(?:\\.[0-9]+)?) *hz\\b",
                                  std::regex::icase);
  for (const std::string& comment : table.comments) {
    std::smatch found;
    const std::string text = comment.substr(0, 200);
    if (std::regex_search(text, found, pattern)) return std::stod(found[1]);
  }
  return 0;
}

class RowReader {
 public:
  RowReader(const TextTable& table, const ImportedFile& file,
            const ReadOptions& options)
      : table_(table),
        file_(file),
        options_(options),
        columns_(find_columns(table, options, file.name)),
        layout_(frame_layout(table, columns_, options, file.name)) {}

  FileContent read(std::string format) {
    if (columns_.time) read_times();
    content_.format = std::move(format);
    content_.axes = layout_.axes;
    content_.frame_shape = layout_.frame_shape;
    content_.type = "float32";
    std::vector<RowRun> runs = cut(split_at_jumps(runs_of_rows()));
    if (runs.size() > kMostSamples) {
      throw Error("the table falls into more than a million samples",
                  file_.name, "Check its columns of labels and samples.");
    }
    for (RowRun& run : runs) add_sample(run, runs.size() > 1);
    warn_of_columns();
    return std::move(content_);
  }

 private:
  void read_times() {
    const size_t c = *columns_.time;
    times_s_.resize(table_.height());
    for (size_t row = 0; row < table_.height(); ++row) {
      const std::string_view cell = table_.cell(row, c);
      double& time = times_s_[row];
      const bool fine = columns_.iso_time
                            ? parse_iso_time(cell, time)
                            : parse_number(cell, table_.decimal_comma, time);
      if (!fine || !std::isfinite(time)) {
        throw Error(fmt::format("'{}' in row {} is no time", cell, row + 1),
                    file_.name, "Every row needs its timestamp.");
      }
    }
    if (columns_.iso_time) return;
    double unit = columns_.time_unit_s;
    if (unit == 0) unit = guess_time_unit(times_s_);
    // From the first one on: a double holds nanoseconds since 1970 only to
    // about 250.
    const double first = times_s_.front();
    for (double& time : times_s_) time = (time - first) * unit;
  }

  // By sample, and by changes of label, group and side within.
  std::vector<RowRun> runs_of_rows() const {
    std::vector<RowRun> runs;
    if (!columns_.sample && !columns_.label && !columns_.group &&
        !columns_.split) {
      runs.emplace_back().rows.resize(table_.height());
      std::iota(runs[0].rows.begin(), runs[0].rows.end(), size_t{0});
      return runs;
    }
    std::map<std::string, size_t> by_sample;
    for (size_t row = 0; row < table_.height(); ++row) {
      const std::string part = text_at(table_, row, columns_.sample);
      RowRun key{{},
                 part,
                 text_at(table_, row, columns_.label),
                 text_at(table_, row, columns_.group),
                 text_at(table_, row, columns_.split)};
      const auto known = by_sample.find(part);
      const bool same = known != by_sample.end() &&
                        runs[known->second].label == key.label &&
                        runs[known->second].group == key.group &&
                        runs[known->second].split == key.split;
      if (!same) {
        by_sample[part] = runs.size();
        runs.push_back(std::move(key));
      }
      runs[by_sample[part]].rows.push_back(row);
    }
    return runs;
  }

  // Where time runs backwards another recording begins.
  std::vector<RowRun> split_at_jumps(std::vector<RowRun> runs) {
    if (!columns_.time) return runs;
    std::vector<RowRun> parts;
    size_t jumps = 0;
    for (RowRun& run : runs) {
      RowRun part{{}, run.part, run.label, run.group, run.split};
      for (size_t row : run.rows) {
        if (!part.rows.empty() && times_s_[row] < times_s_[part.rows.back()]) {
          ++jumps;
          parts.push_back(part);
          part.rows.clear();
        }
        part.rows.push_back(row);
      }
      parts.push_back(std::move(part));
    }
    if (jumps > 3 && jumps > table_.height() / 100) {
      throw Error("the timestamps are in no order", file_.name,
                  "Sort the rows by time.");
    }
    if (jumps > 0) {
      warn("time runs backwards: cut there", fmt::format("{} times", jumps));
    }
    return parts;
  }

  // Into pieces of options.rows rows.
  std::vector<RowRun> cut(std::vector<RowRun> runs) {
    if (options_.rows <= 0) return runs;
    const auto length = static_cast<long>(options_.rows);
    std::vector<RowRun> pieces;
    size_t left_over = 0;
    for (const RowRun& run : runs) {
      auto at = run.rows.begin();
      for (; run.rows.end() - at >= length; at += length) {
        RowRun piece{{at, at + length}, "", run.label, run.group, run.split};
        pieces.push_back(std::move(piece));
      }
      left_over += static_cast<size_t>(run.rows.end() - at);
    }
    if (left_over > 0) {
      warn("rows too few for a sample are left out", std::to_string(left_over));
    }
    return pieces;
  }

  std::vector<float> values_of(const RowRun& run) {
    std::vector<float> values;
    values.reserve(run.rows.size() * columns_.values.size());
    for (size_t row : run.rows) {
      for (size_t c : columns_.values) values.push_back(value_at(row, c));
    }
    return values;
  }

  float value_at(size_t row, size_t column) {
    double value;
    const std::string_view cell = table_.cell(row, column);
    if (!parse_number(cell, table_.decimal_comma, value)) {
      throw Error(fmt::format("'{}' in row {}, column {} is no number", cell,
                              row + 1, title(column)),
                  file_.name, "Mend it, or leave the field empty.");
    }
    const float kept = static_cast<float>(value);
    if (std::isinf(kept)) {
      throw Error(fmt::format("row {}, column {} holds an infinite value",
                              row + 1, title(column)),
                  file_.name, "Mend it, or leave the field empty.");
    }
    if (std::isnan(kept)) {
      ++missing_;
      missing_in_ = column;
    }
    ++read_;
    return kept;
  }

  std::string title(size_t column) const {
    return table_.has_header() ? "'" + table_.titles[column] + "'"
                               : std::to_string(column + 1);
  }

  void add_sample(RowRun& run, bool one_of_many) {
    Signal signal{0, layout_.axes, values_of(run), layout_.frame_shape};
    set_rate(run, signal);
    const std::string number = std::to_string(content_.samples.size() + 1);
    FoundSample sample =
        sample_of_signal(signal, "series", one_of_many ? number : "");
    sample.label = run.label;
    sample.group = run.group;
    if (run.group.empty() && !one_of_many && is_name(run.part)) {
      sample.group = run.part;
    }
    sample.split = run.split;
    content_.samples.push_back(std::move(sample));
  }

  void set_rate(const RowRun& run, Signal& signal) {
    std::vector<double> times;
    for (size_t row : run.rows) {
      if (columns_.time) times.push_back(times_s_[row]);
    }
    if (times.size() < 2 || times.back() <= times.front()) {
      signal.rate_hz = options_.rate_hz;
      if (signal.rate_hz == 0) signal.rate_hz = rate_in_comments(table_);
      checked_rate(signal.rate_hz, file_.name);
      if (signal.rate_hz == 0 && run.rows.size() > 1)
        warn("the rate is unknown: give --rate", "");
      return;
    }
    const Timing timing = analyse_times(times);
    signal.rate_hz = checked_rate(
        options_.rate_hz != 0 ? options_.rate_hz : timing.rate_hz, file_.name);
    const bool as_wished =
        std::abs(timing.measured_hz / signal.rate_hz - 1) < 0.02;
    if (timing.regular && as_wished) return;
    auto& values = std::get<std::vector<float>>(signal.samples);
    values =
        at_constant_rate(values, columns_.values.size(), times, signal.rate_hz);
    warn("the rate is irregular: put on a constant one",
         fmt::format("{:.4g} Hz measured, steps of {:.3g} to {:.3g} ms, {:.6g} "
                     "Hz kept",
                     timing.measured_hz, timing.shortest_s * 1e3,
                     timing.longest_s * 1e3, signal.rate_hz));
  }

  void warn(const std::string& what, const std::string& detail) {
    for (const FileWarning& known : content_.warnings) {
      if (known.what == what) return;
    }
    content_.warnings.push_back({what, detail});
  }

  void warn_of_columns() {
    if (missing_ > 0) {
      warn("readings are missing",
           fmt::format("{} of {}, the last in column {}", missing_, read_,
                       title(missing_in_)));
    }
    for (const std::string& left_out : columns_.left_out) {
      warn("a column of text is left out", left_out);
    }
    if (table_.last_line_cut) warn("the last line is cut off: left out", "");
  }

  const TextTable& table_;
  const ImportedFile& file_;
  const ReadOptions& options_;
  TableColumns columns_;
  FrameLayout layout_;
  std::vector<double> times_s_;
  FileContent content_;
  size_t missing_ = 0, missing_in_ = 0, read_ = 0;
};

}  // namespace

FileContent read_rows(const TextTable& table, const ImportedFile& file,
                      const ReadOptions& options, std::string format) {
  return RowReader(table, file, options).read(std::move(format));
}

}  // namespace mote
