// Text in rows and columns, as loggers and spreadsheets write it.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace mote {

// Cells are views into the text (or into `storage`), which must stay.
struct TextTable {
  char separator = ',';  // ' ' stands for any run of spaces
  bool decimal_comma = false;
  std::vector<std::string> titles;  // one a column; all "" without a header
  std::vector<std::string> units;   // of a second line of the header, or empty
  std::vector<std::string_view> cells;  // row by row
  std::vector<std::string> comments;    // lines that are none of the above
  bool last_line_cut = false;           // it had too few fields: left out
  std::shared_ptr<std::string> storage;

  size_t width() const { return titles.size(); }
  size_t height() const { return width() == 0 ? 0 : cells.size() / width(); }
  std::string_view cell(size_t row, size_t column) const {
    return cells[row * width() + column];
  }
  bool has_header() const;
};

// A cell as a number; missing values ("", "nan", "NA", "null") are NaN.
// False for other text.
bool parse_number(std::string_view cell, bool decimal_comma, double& value);
bool is_missing(std::string_view cell);

// Reads a table: separator (comma, semicolon, tab, bar, spaces), decimal
// comma, header and second line with units are found out; comments ("#", "%",
// "//") and lines before the header are kept apart; a byte order mark and
// UTF-16 are understood. Fields may be quoted (RFC 4180). Throws Error with
// `name` (and the line) as its where for text that has no rows of numbers, for
// lines of different lengths and for binary content.
TextTable read_table(std::span<const uint8_t> bytes, const std::string& name);

// Whether the beginning of a file looks like such a table.
bool looks_like_table(std::span<const uint8_t> bytes);

}  // namespace mote
