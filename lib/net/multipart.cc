#include "lib/net/multipart.h"

#include <algorithm>
#include <cctype>

#include "lib/base/error.h"
#include "lib/base/text.h"

namespace mote {
namespace {

constexpr std::string_view kLineEnd = "\r\n";
constexpr size_t kLongestBoundary = 70;  // RFC 2046, 5.1.1

bool same_letters(std::string_view a, std::string_view b) {
  return a.size() == b.size() && lower_case(a) == lower_case(b);
}

std::string_view trimmed(std::string_view text) {
  const size_t first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return "";
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

// Takes what stands before the separator, and the separator, off `text`; a
// separator within quotes is none.
std::string_view take_until(std::string_view& text, char separator) {
  bool quoted = false;
  size_t at = 0;
  for (; at < text.size(); ++at) {
    if (text[at] == '"') quoted = !quoted;
    if (text[at] == '\\' && quoted && at + 1 < text.size()) ++at;
    if (text[at] == separator && !quoted) break;
  }
  const std::string_view start = text.substr(0, std::min(at, text.size()));
  text.remove_prefix(std::min(at + 1, text.size()));
  return start;
}

std::string unquoted(std::string_view text) {
  if (text.size() < 2 || text.front() != '"' || text.back() != '"') {
    return std::string(text);
  }
  std::string plain;
  text = text.substr(1, text.size() - 2);
  for (size_t i = 0; i < text.size(); ++i) {
    const bool escape = text[i] == '\\' && i + 1 < text.size() &&
                        (text[i + 1] == '"' || text[i + 1] == '\\');
    if (escape) ++i;
    plain += text[i];
  }
  return plain;
}

// "x" of the parameter in `form-data; name="x"`; "" when it is not there.
std::string parameter(std::string_view value, std::string_view name) {
  take_until(value, ';');
  while (!value.empty()) {
    std::string_view text = take_until(value, ';');
    const std::string_view key = trimmed(take_until(text, '='));
    if (same_letters(key, name)) return unquoted(trimmed(text));
  }
  return "";
}

// RFC 5987: UTF-8''a%20b.wav
std::string file_name_of(std::string_view disposition) {
  const std::string extended = parameter(disposition, "filename*");
  const size_t mark = extended.find("''");
  if (mark != std::string::npos)
    return decode_percent(extended.substr(mark + 2));
  return parameter(disposition, "filename");
}

Error damaged(const char* what) {
  return Error(std::string("the form cannot be read: ") + what,
               "the request's body",
               "Send it as multipart/form-data, as curl -F does.");
}

void read_heading(std::string_view line, FormPart& part) {
  const std::string_view name = trimmed(take_until(line, ':'));
  if (same_letters(name, "content-type")) part.type = trimmed(line);
  if (same_letters(name, "content-disposition")) {
    part.name = parameter(line, "name");
    part.file_name = file_name_of(line);
  }
}

FormPart read_part(std::string_view text) {
  FormPart part;
  while (!text.starts_with(kLineEnd)) {
    const size_t end = text.find(kLineEnd);
    if (end == std::string_view::npos) throw damaged("a part has no content");
    read_heading(text.substr(0, end), part);
    text.remove_prefix(end + kLineEnd.size());
  }
  part.content = text.substr(kLineEnd.size());
  return part;
}

std::string boundary_of(std::string_view content_type) {
  const std::string boundary = parameter(content_type, "boundary");
  if (boundary.empty() || boundary.size() > kLongestBoundary) {
    throw damaged("its Content-Type names no boundary");
  }
  return boundary;
}

}  // namespace

bool is_multipart(std::string_view content_type) {
  return same_letters(trimmed(take_until(content_type, ';')),
                      "multipart/form-data");
}

std::vector<FormPart> parse_multipart(std::string_view content_type,
                                      std::string_view body,
                                      size_t most_parts) {
  if (!is_multipart(content_type)) throw damaged("it is no form");
  const std::string mark = "--" + boundary_of(content_type);
  const std::string next_mark = "\r\n" + mark;
  size_t at = body.starts_with(mark) ? mark.size() : body.find(next_mark);
  if (at == std::string_view::npos) throw damaged("its boundary is missing");
  if (!body.starts_with(mark)) at += next_mark.size();
  std::vector<FormPart> parts;
  while (true) {
    body.remove_prefix(at);
    if (body.starts_with("--")) return parts;
    const size_t line_end = body.find(kLineEnd);
    if (line_end == std::string_view::npos) throw damaged("it is cut off");
    body.remove_prefix(line_end + kLineEnd.size());
    at = body.find(next_mark);
    if (at == std::string_view::npos) throw damaged("it is cut off");
    if (parts.size() == most_parts) throw damaged("it has too many parts");
    parts.push_back(read_part(body.substr(0, at)));
    at += next_mark.size();
  }
}

std::string decode_percent(std::string_view text) {
  const auto digit = [](char c) {
    if (c >= '0' && c <= '9') return c - '0';
    const int letter = std::tolower(static_cast<unsigned char>(c)) - 'a';
    return letter >= 0 && letter < 6 ? letter + 10 : -1;
  };
  std::string decoded;
  for (size_t i = 0; i < text.size(); ++i) {
    const bool escape = text[i] == '%' && i + 2 < text.size() &&
                        digit(text[i + 1]) >= 0 && digit(text[i + 2]) >= 0;
    if (!escape) {
      decoded += text[i];
      continue;
    }
    decoded += static_cast<char>(digit(text[i + 1]) << 4 | digit(text[i + 2]));
    i += 2;
  }
  return decoded;
}

}  // namespace mote
