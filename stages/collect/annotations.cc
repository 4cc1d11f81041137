#include "stages/collect/annotations.h"

#include <cstdlib>
#include <filesystem>
#include <optional>

#include "lib/base/error.h"
#include "stages/collect/manifest.h"

namespace mote {
namespace {

std::optional<size_t> find_column(const std::vector<std::string>& header,
                                  std::initializer_list<const char*> names) {
  for (const char* name : names) {
    for (size_t c = 0; c < header.size(); ++c) {
      if (header[c] == name) return c;
    }
  }
  return std::nullopt;
}

// The number in a field; none for other text.
std::optional<double> number_in(const std::vector<std::string>& fields,
                                std::optional<size_t> column) {
  if (!column || *column >= fields.size()) return std::nullopt;
  const char* text = fields[*column].c_str();
  char* end = nullptr;
  const double number = std::strtod(text, &end);
  if (end == text || !(number >= 0) || number > 1e12) return std::nullopt;
  return number;
}

}  // namespace

std::string annotations_name(const std::string& recording) {
  const std::filesystem::path path(recording);
  return (path.parent_path() / (path.stem().string() + "_annotations.csv"))
      .generic_string();
}

std::vector<TimeRange> read_annotations(std::string_view text, double rate_hz,
                                        const std::string& name) {
  const auto header = take_csv_line(text);
  const auto frame = find_column(header, {"sample", "row", "frame", "index"});
  const auto start = find_column(header, {"start_s", "time_s", "time"});
  const auto end = find_column(header, {"end_s", "stop_s"});
  const auto label = find_column(header, {"label", "symbol", "event", "class"});
  if ((!frame && !start) || !label || !(rate_hz > 0)) {
    throw Error(
        "annotations need a column sample or time_s, a column label, "
        "and a rate",
        name, "Give --rate, or rename the columns.");
  }
  std::vector<TimeRange> ranges;
  while (!text.empty()) {
    const auto fields = take_csv_line(text);
    const auto place = number_in(fields, frame ? frame : start);
    if (!place || *label >= fields.size()) continue;
    const double start_s = frame ? *place / rate_hz : *place;
    ranges.push_back({start_s,
                      number_in(fields, end).value_or(start_s + 1 / rate_hz),
                      fields[*label]});
  }
  return ranges;
}

}  // namespace mote
