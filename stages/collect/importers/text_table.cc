#include "stages/collect/importers/text_table.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <cstring>
#include <limits>
#include <map>

#include "lib/base/error.h"
#include "lib/base/text.h"

namespace mote {
namespace {

using Fields = std::vector<std::string_view>;

// So many lines decide on separator and header.
constexpr size_t kLinesLookedAt = 60;
constexpr size_t kMostColumns = 100'000;
constexpr size_t kMostBytes = size_t{256} << 20;

std::string_view trimmed(std::string_view text) {
  const auto is_space = [](char c) { return c == ' ' || c == '\t'; };
  while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
  while (!text.empty() && (is_space(text.back()) || text.back() == '\r')) {
    text.remove_suffix(1);
  }
  return text;
}

// Takes a line off the text.
std::string_view take_line(std::string_view& text) {
  const size_t end = text.find_first_of("\r\n");
  const std::string_view line = text.substr(0, end);
  const bool two =
      end != std::string_view::npos && text.substr(end, 2) == "\r\n";
  text.remove_prefix(end == std::string_view::npos ? text.size()
                                                   : end + (two ? 2 : 1));
  return trimmed(line);
}

bool is_comment(std::string_view line) {
  return line.starts_with('#') || line.starts_with('%') ||
         line.starts_with("//");
}

// The field at the start of `line`, taken off with its separator; quotes
// around it are removed.
std::string_view take_field(std::string_view& line, char separator) {
  std::string_view field;
  size_t end;
  if (line.starts_with('"')) {
    size_t close = 1;
    while (close < line.size() && line[close] != '"') ++close;
    field = line.substr(1, close - 1);
    end = line.find(separator, close);
  } else {
    end = line.find(separator);
    field = trimmed(line.substr(0, end));
  }
  if (end == std::string_view::npos) {
    line = {};
  } else {
    line.remove_prefix(end + 1);
    if (line.empty()) line = {"", 0};
  }
  return field;
}

void split_line(std::string_view line, char separator, Fields& fields) {
  fields.clear();
  if (separator == ' ') {
    while (!(line = trimmed(line)).empty()) {
      const size_t end = std::min(line.find_first_of(" \t"), line.size());
      fields.push_back(line.substr(0, end));
      line.remove_prefix(end);
    }
    return;
  }
  size_t separators = 0;
  while (true) {
    const size_t before = line.size();
    const bool more = line.find(separator) != std::string_view::npos;
    fields.push_back(take_field(line, separator));
    if (!more || line.size() == before) return;
    if (++separators > kMostColumns) return;
  }
}

bool is_number(std::string_view field, bool decimal_comma) {
  double value;
  return !is_missing(field) && parse_number(field, decimal_comma, value);
}

struct Layout {
  char separator = ',';
  bool decimal_comma = false;
  size_t fields = 0;  // of most lines with numbers
  size_t rows = 0;    // such lines, of those looked at
  size_t texts = 0;   // their fields that are neither number nor missing
  std::vector<size_t> numbers = {};  // their numbers, by column

  // Whether at least half of the rows have a number there.
  bool is_numeric(size_t column) const {
    return numbers[column] > 0 && 2 * numbers[column] >= rows;
  }

  bool is_better_than(const Layout& other) const {
    if (rows != other.rows) return rows > other.rows;
    if (texts != other.texts) return texts < other.texts;
    return fields > other.fields;
  }
};

// How well a separator cuts the lines.
Layout try_layout(const std::vector<std::string_view>& lines, char separator,
                  bool decimal_comma) {
  std::map<size_t, Layout> by_fields;
  Fields fields;
  for (const std::string_view line : lines) {
    split_line(line, separator, fields);
    if (std::none_of(fields.begin(), fields.end(), [&](auto field) {
          return is_number(field, decimal_comma);
        })) {
      continue;
    }
    Layout& layout = by_fields[fields.size()];
    layout.fields = fields.size();
    layout.numbers.resize(fields.size());
    ++layout.rows;
    for (size_t c = 0; c < fields.size(); ++c) {
      const bool number = is_number(fields[c], decimal_comma);
      layout.numbers[c] += number;
      layout.texts += !number && !is_missing(fields[c]);
    }
  }
  Layout best;
  for (const auto& [count, layout] : by_fields) {
    if (layout.rows >= best.rows) best = layout;
  }
  best.separator = separator;
  best.decimal_comma = decimal_comma;
  return best;
}

// Of equally good ones the first here.
Layout find_layout(const std::vector<std::string_view>& lines) {
  Layout best;
  for (const bool comma : {false, true}) {
    for (const char separator : {',', ';', '\t', '|', ' '}) {
      if (comma && separator == ',') continue;
      const Layout layout = try_layout(lines, separator, comma);
      // "1,5" alone is two columns.
      if (comma && layout.fields < 2) continue;
      if (layout.is_better_than(best)) best = layout;
    }
  }
  return best;
}

std::string from_utf16(std::span<const uint8_t> bytes, bool big_endian) {
  std::string text;
  for (size_t i = 2; i + 1 < bytes.size(); i += 2) {
    const unsigned code = big_endian ? bytes[i] * 256u + bytes[i + 1]
                                     : bytes[i + 1] * 256u + bytes[i];
    if (code < 0x80) {
      text += static_cast<char>(code);
    } else if (code < 0x800) {
      text += static_cast<char>(0xC0 | code >> 6);
      text += static_cast<char>(0x80 | (code & 63));
    } else {
      text += static_cast<char>(0xE0 | code >> 12);
      text += static_cast<char>(0x80 | (code >> 6 & 63));
      text += static_cast<char>(0x80 | (code & 63));
    }
  }
  return text;
}

bool starts_with(std::span<const uint8_t> bytes, std::string_view mark) {
  return bytes.size() >= mark.size() &&
         std::memcmp(bytes.data(), mark.data(), mark.size()) == 0;
}

// The text without its byte order mark; `storage` holds it when converted.
std::string_view text_of(std::span<const uint8_t> bytes,
                         std::shared_ptr<std::string>& storage) {
  const bool little = starts_with(bytes, "\xFF\xFE");
  if (little || starts_with(bytes, "\xFE\xFF")) {
    storage = std::make_shared<std::string>(from_utf16(bytes, !little));
    return *storage;
  }
  if (starts_with(bytes, "\xEF\xBB\xBF")) bytes = bytes.subspan(3);
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

bool is_binary(std::string_view text) {
  return std::memchr(text.data(), 0, std::min<size_t>(text.size(), 4096)) !=
         nullptr;
}

// The first lines that are no comments.
std::vector<std::string_view> first_lines(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty() && lines.size() < kLinesLookedAt) {
    const std::string_view line = take_line(text);
    if (!line.empty() && !is_comment(line)) lines.push_back(line);
  }
  return lines;
}

// Reads line by line, once the layout is known.
class Reader {
 public:
  Reader(std::string_view text, const Layout& layout, const std::string& name)
      : text_(text), layout_(layout), name_(name) {
    table_.separator = layout.separator;
    table_.decimal_comma = layout.decimal_comma;
  }

  TextTable read() {
    while (!text_.empty()) {
      const std::string_view line = take_line(text_);
      ++line_number_;
      if (line.empty()) continue;
      if (is_comment(line)) {
        keep_comment(line);
      } else {
        take(line);
      }
    }
    if (table_.cells.empty()) {
      throw Error("there are no rows of numbers in it", name_,
                  "A table has one reading a line, fields between commas.");
    }
    if (table_.titles.empty()) table_.titles.resize(layout_.fields);
    return std::move(table_);
  }

 private:
  void keep_comment(std::string_view line) {
    if (table_.comments.size() < 50) table_.comments.emplace_back(line);
  }

  void take(std::string_view line) {
    split_line(line, layout_.separator, fields_);
    // Some loggers end every line with a separator.
    if (fields_.size() == layout_.fields + 1 && fields_.back().empty()) {
      fields_.pop_back();
    }
    if (!table_.cells.empty() || is_row()) {
      take_row(line);
    } else {
      take_head(line);
    }
  }

  // Rows begin where no number is missing for a text.
  bool is_row() const {
    if (fields_.size() != layout_.fields) return false;
    double value;
    for (size_t c = 0; c < fields_.size(); ++c) {
      if (layout_.is_numeric(c) &&
          !parse_number(fields_[c], layout_.decimal_comma, value)) {
        return false;
      }
    }
    return true;
  }

  void take_head(std::string_view line) {
    if (fields_.size() != layout_.fields) {
      keep_comment(line);
    } else if (table_.titles.empty()) {
      table_.titles.assign(fields_.begin(), fields_.end());
      header_ = line;
    } else if (table_.units.empty()) {
      table_.units.assign(fields_.begin(), fields_.end());
    }
  }

  void take_row(std::string_view line) {
    if (fields_.size() != layout_.fields) {
      if (text_.empty() && fields_.size() < layout_.fields) {
        table_.last_line_cut = true;
        return;
      }
      throw Error("line " + std::to_string(line_number_) + " has " +
                      std::to_string(fields_.size()) + " fields instead of " +
                      std::to_string(layout_.fields),
                  name_ + ":" + std::to_string(line_number_),
                  "Every line of a table has the same number of fields.");
    }
    if (!header_.empty() && line == header_) return;  // the logger restarted
    table_.cells.insert(table_.cells.end(), fields_.begin(), fields_.end());
  }

  std::string_view text_;
  Layout layout_;
  const std::string& name_;
  TextTable table_;
  Fields fields_;
  std::string_view header_;
  size_t line_number_ = 0;
};

}  // namespace

bool TextTable::has_header() const {
  return std::any_of(titles.begin(), titles.end(),
                     [](const std::string& title) { return !title.empty(); });
}

bool is_missing(std::string_view cell) {
  if (cell.empty()) return true;
  if (cell.size() > 4) return false;
  const std::string lower = lower_case(cell);
  return lower == "nan" || lower == "na" || lower == "null" ||
         lower == "none" || lower == "n/a" || lower == "-" || lower == "-nan";
}

bool parse_number(std::string_view cell, bool decimal_comma, double& value) {
  if (cell.empty()) {
    value = std::numeric_limits<double>::quiet_NaN();
    return true;
  }
  std::string with_point;
  if (decimal_comma && cell.find(',') != std::string_view::npos) {
    with_point = cell;
    std::replace(with_point.begin(), with_point.end(), ',', '.');
    cell = with_point;
  }
  const char* begin = cell.data();
  const char* const end = begin + cell.size();
  if (*begin == '+') ++begin;
  const auto [stop, fault] = std::from_chars(begin, end, value);
  if (stop == end && fault == std::errc()) return true;
  if (stop == end && fault == std::errc::result_out_of_range) {
    value = std::strtod(std::string(cell).c_str(), nullptr);  // 0 or infinite
    return true;
  }
  if (!is_missing(cell)) return false;
  value = std::numeric_limits<double>::quiet_NaN();
  return true;
}

TextTable read_table(std::span<const uint8_t> bytes, const std::string& name) {
  if (bytes.empty()) {
    throw Error("the file is empty", name, "Copy or record it again.");
  }
  if (bytes.size() > kMostBytes) {
    throw Error("the table is larger than 256 MiB", name,
                "Cut it into several files.");
  }
  std::shared_ptr<std::string> storage;
  const std::string_view text = text_of(bytes, storage);
  if (is_binary(text)) throw Error("this is no text", name, "");
  const Layout layout = find_layout(first_lines(text));
  if (layout.rows == 0) {
    throw Error("there are no rows of numbers in it", name,
                "A table has one reading a line, fields between commas.");
  }
  TextTable table = Reader(text, layout, name).read();
  table.storage = storage;
  return table;
}

bool looks_like_table(std::span<const uint8_t> bytes) {
  std::shared_ptr<std::string> storage;
  const std::string_view text =
      text_of(bytes.first(std::min<size_t>(bytes.size(), 1 << 16)), storage);
  if (is_binary(text)) return false;
  const auto lines = first_lines(text);
  const Layout layout = find_layout(lines);
  return layout.rows >= 2 && 2 * layout.rows >= lines.size();
}

}  // namespace mote
