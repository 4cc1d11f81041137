// JSON Lines: an object a line. Either each line is a reading
//   {"t": 0.01, "x": 0.1, "y": 0.2, "label": "walk"}
// or each line is a sample, with arrays of readings
//   {"label": "walk", "rate_hz": 50, "x": [0.1, ...], "y": [...]}
#include <algorithm>
#include <cstring>

#include "lib/base/error.h"
#include "lib/base/shallow_json.h"
#include "stages/collect/importers/importer.h"
#include "stages/collect/importers/table_rows.h"

namespace mote {
namespace {

using Json = nlohmann::ordered_json;

constexpr size_t kMostColumns = 10'000;
constexpr size_t kLongestTitle = 500;
constexpr size_t kMostCells = 20'000'000;  // a gigabyte
constexpr size_t kMostTextBytes = size_t{512} << 20;

std::string_view text_of(const ImportedFile& file) {
  return {reinterpret_cast<const char*>(file.bytes.data()), file.bytes.size()};
}

std::string_view take_line(std::string_view& text) {
  const size_t end = text.find('\n');
  const std::string_view line = text.substr(0, end);
  text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  return line;
}

bool is_blank(std::string_view line) {
  return line.find_first_not_of(" \t\r") == std::string_view::npos;
}

// A number as JSON writes it, a text without quotes.
std::string cell_of(const Json& value) {
  if (value.is_string()) return value.get<std::string>();
  if (value.is_null()) return "";
  return value.dump();
}

// Cells of a table, gathered row by row.
class TableBuilder {
 public:
  explicit TableBuilder(const std::string& name) : name_(name) {}

  // Values of an object; those of objects within it as "outer_inner".
  void add(const Json& object, size_t line) {
    std::vector<std::string> row(titles_.size());
    put(object, "", row, line);
    rows_.push_back(std::move(row));
    if (rows_.size() > kMostCells / std::max<size_t>(titles_.size(), 1)) {
      refuse("rows times keys are more than 20 million cells", line);
    }
  }

  // A line of arrays: a row for each of their entries.
  void add_arrays(const Json& object, size_t line) {
    size_t length = 0;
    for (const auto& [key, value] : object.items()) {
      if (!value.is_array()) continue;
      if (length != 0 && value.size() != length) {
        refuse("its arrays have different lengths", line);
      }
      length = value.size();
    }
    for (size_t i = 0; i < length; ++i) {
      Json row = Json::object();
      row["sample_id"] = line;
      for (const auto& [key, value] : object.items()) {
        row[key] = value.is_array() ? value[i] : value;
      }
      add(row, line);
    }
  }

  TextTable finish() {
    TextTable table;
    table.titles = titles_;
    table.storage = std::make_shared<std::string>();
    table.storage->reserve(text_bytes_);  // so that views into it stay
    for (auto& row : rows_) {
      row.resize(titles_.size());
      for (const std::string& cell : row) {
        const size_t at = table.storage->size();
        *table.storage += cell;
        table.cells.emplace_back(table.storage->data() + at, cell.size());
      }
    }
    return table;
  }

 private:
  [[noreturn]] void refuse(const std::string& what, size_t line) const {
    throw Error("line " + std::to_string(line) + ": " + what,
                name_ + ":" + std::to_string(line),
                "Each line is an object of numbers, or of arrays of them.");
  }

  size_t column(const std::string& title, size_t line) {
    for (size_t c = 0; c < titles_.size(); ++c) {
      if (titles_[c] == title) return c;
    }
    if (titles_.size() == kMostColumns) refuse("too many keys", line);
    titles_.push_back(title);
    return titles_.size() - 1;
  }

  void put(const Json& object, const std::string& prefix,
           std::vector<std::string>& row, size_t line) {
    if (prefix.size() > kLongestTitle) refuse("objects too deep", line);
    for (const auto& [key, value] : object.items()) {
      const std::string title = prefix + key;
      if (value.is_object()) {
        put(value, title + "_", row, line);
        continue;
      }
      if (value.is_array()) {
        for (size_t i = 0; i < value.size(); ++i) {
          if (value[i].is_structured()) refuse("arrays within arrays", line);
          set(title + std::to_string(i), value[i], row, line);
        }
        continue;
      }
      set(title, value, row, line);
    }
  }

  void set(const std::string& title, const Json& value,
           std::vector<std::string>& row, size_t line) {
    const size_t c = column(title, line);
    row.resize(std::max(row.size(), c + 1));
    text_bytes_ -= row[c].size();
    row[c] = cell_of(value);
    text_bytes_ += row[c].size();
    if (text_bytes_ > kMostTextBytes) refuse("more than 512 MiB of text", line);
  }

  std::string name_;
  std::vector<std::string> titles_;
  std::vector<std::vector<std::string>> rows_;
  size_t text_bytes_ = 0;  // of all cells
};

// Whether a line is a sample: arrays of more than one number, all alike long.
bool holds_series(const Json& object) {
  size_t arrays = 0, length = 0;
  for (const auto& [key, value] : object.items()) {
    if (!value.is_array()) continue;
    if (arrays++ > 0 && value.size() != length) return false;
    length = value.size();
  }
  return length > 1 && (arrays > 1 || length > 32);
}

}  // namespace

Fit sniff_json_lines(const ImportedFile& file, const ReadOptions&) {
  if (!ends_in(file.name, {".jsonl", ".ndjson", ".jsonlines"})) {
    return Fit::kNone;
  }
  return Fit::kByName;
}

FileContent read_json_lines(const ImportedFile& file,
                            const ReadOptions& options) {
  TableBuilder builder(file.name);
  std::string_view text = text_of(file);
  double rate_hz = options.rate_hz;
  for (size_t line = 1; !text.empty(); ++line) {
    const std::string_view content = take_line(text);
    if (is_blank(content)) continue;
    Json object = parse_shallow_json<Json>(
        content, file.name + ":" + std::to_string(line));
    if (object.is_discarded() || !object.is_object()) {
      throw Error("line " + std::to_string(line) + " is no JSON object",
                  file.name + ":" + std::to_string(line),
                  "Each line is an object: {\"t\": 0.01, \"x\": 0.1}");
    }
    for (const char* key : {"rate_hz", "sample_rate", "sampling_rate", "fs"}) {
      if (!object.contains(key) || !object[key].is_number()) continue;
      const double said = checked_rate(object[key].get<double>(), file.name);
      if (said == 0) continue;
      if (rate_hz != options.rate_hz && said != rate_hz) {
        throw Error("the samples have different rates", file.name,
                    "Put each rate into a file of its own.");
      }
      if (options.rate_hz == 0) rate_hz = said;
      object.erase(key);
    }
    if (holds_series(object)) {
      builder.add_arrays(object, line);
    } else {
      builder.add(object, line);
    }
  }
  const TextTable table = builder.finish();
  if (table.cells.empty()) throw Error("the file is empty", file.name, "");
  ReadOptions with_rate = options;
  with_rate.rate_hz = rate_hz;
  return read_rows(table, file, with_rate, "JSON Lines");
}

}  // namespace mote
