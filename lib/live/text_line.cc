#include "lib/live/text_line.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>

#include "lib/base/text.h"

namespace mote {
namespace {

constexpr size_t kLongestName = 64;
constexpr float kMissing = std::numeric_limits<float>::quiet_NaN();

std::string_view trimmed(std::string_view text) {
  const auto is_space = [](char c) { return c == ' ' || c == '\t'; };
  while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
  return text;
}

char separator_of(std::string_view line) {
  for (char c : {'\t', ';', ','}) {
    if (line.find(c) != std::string_view::npos) return c;
  }
  return ' ';
}

std::vector<std::string_view> fields_of(std::string_view line, char separator) {
  std::vector<std::string_view> fields;
  for (size_t begin = 0; begin <= line.size();) {
    const size_t end = std::min(line.find(separator, begin), line.size());
    const std::string_view field = trimmed(line.substr(begin, end - begin));
    if (separator != ' ' || !field.empty()) fields.push_back(field);
    begin = end + 1;
  }
  if (fields.size() > 1 && fields.back().empty()) fields.pop_back();
  return fields;
}

// False for what is no number.
bool parse_value(std::string_view field, bool comma_is_point, float& value) {
  std::string text(field);
  if (comma_is_point) std::replace(text.begin(), text.end(), ',', '.');
  const char* begin = text.data() + (text.starts_with('+') ? 1 : 0);
  const char* const end = text.data() + text.size();
  double parsed = 0;
  const auto [next, fault] = std::from_chars(begin, end, parsed);
  if (next != end || fault == std::errc::invalid_argument) return false;
  value = static_cast<float>(parsed);
  if (fault != std::errc() || !std::isfinite(value)) value = kMissing;
  return true;
}

// No control characters, and no byte that UTF-8 does not have.
bool is_text(std::string_view line) {
  return std::all_of(line.begin(), line.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return c == '\t' || (byte >= ' ' && byte != 0x7f && byte < 0xf8);
  });
}

// "x:1.5" -> "x" and "1.5".
std::string_view take_name(std::string_view& field) {
  const size_t colon = field.find(':');
  if (colon == std::string_view::npos) return {};
  const std::string_view name = trimmed(field.substr(0, colon));
  field = trimmed(field.substr(colon + 1));
  return name;
}

}  // namespace

TextLine parse_text_line(std::string_view line) {
  TextLine result;
  line = trimmed(line);
  if (line.empty()) return result;
  result.kind = TextLine::Kind::kBroken;
  if (!is_text(line)) return result;
  const char separator = separator_of(line);
  const bool comma_is_point = separator != ',';
  size_t words = 0, numbers = 0, longest_name = 0;
  for (std::string_view field : fields_of(line, separator)) {
    const std::string_view name = take_name(field);
    if (!name.empty()) result.names.emplace_back(name);
    float value = kMissing;
    if (!field.empty()) {
      ++(parse_value(field, comma_is_point, value) ? numbers : words);
    }
    result.values.push_back(value);
    if (words > 0 && name.empty()) result.names.emplace_back(field);
    longest_name = std::max(longest_name, field.size());
  }
  const bool named = result.names.size() == result.values.size();
  if (words == 0 && numbers > 0 && (result.names.empty() || named)) {
    result.kind = TextLine::Kind::kReadings;
  } else if (numbers == 0 && words == result.values.size() && named &&
             longest_name <= kLongestName) {
    result.kind = TextLine::Kind::kNames;
  }
  if (result.kind != TextLine::Kind::kReadings) result.values.clear();
  return result;
}

}  // namespace mote
