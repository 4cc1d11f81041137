#include "lib/live/source_address.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>

#include "lib/base/error.h"

namespace mote {
namespace {

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

std::string unescaped(std::string_view text) {
  std::string result;
  for (size_t i = 0; i < text.size(); ++i) {
    const bool escape = text[i] == '%' && i + 2 < text.size() &&
                        hex_digit(text[i + 1]) >= 0 &&
                        hex_digit(text[i + 2]) >= 0;
    result += escape ? static_cast<char>(hex_digit(text[i + 1]) * 16 +
                                         hex_digit(text[i + 2]))
                     : text[i];
    if (escape) i += 2;
  }
  return result;
}

void check_known(const std::string& key,
                 std::initializer_list<const char*> known) {
  std::string all;
  for (const char* name : known) {
    if (key == name) return;
    all += (all.empty() ? "" : ", ") + std::string(name);
  }
  throw UsageError(fmt::format("this source has no setting '{}'", key),
                   "--from", "There are: " + all);
}

}  // namespace

SourceAddress parse_source_address(std::string_view text,
                                   std::initializer_list<const char*> known) {
  SourceAddress address;
  const size_t mark = std::min(text.find('?'), text.size());
  address.place = unescaped(text.substr(0, mark));
  std::string_view rest = text.substr(std::min(mark + 1, text.size()));
  while (!rest.empty()) {
    const std::string_view pair = rest.substr(0, rest.find('&'));
    rest.remove_prefix(std::min(pair.size() + 1, rest.size()));
    const size_t equals = std::min(pair.find('='), pair.size());
    const std::string key(pair.substr(0, equals));
    check_known(key, known);
    address.settings[key] =
        unescaped(pair.substr(std::min(equals + 1, pair.size())));
  }
  return address;
}

std::string SourceAddress::text(const std::string& key,
                                const std::string& otherwise) const {
  const auto found = settings.find(key);
  return found == settings.end() ? otherwise : found->second;
}

double SourceAddress::number(const std::string& key, double otherwise,
                             double lowest, double highest) const {
  const auto found = settings.find(key);
  if (found == settings.end()) return otherwise;
  const std::string& text = found->second;
  double value = 0;
  const auto end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, value);
  if (error != std::errc() || stop != end || !(value >= lowest) ||
      value > highest) {
    throw UsageError(fmt::format("'{}={}' is no number from {} to {}", key,
                                 text, lowest, highest),
                     "--from");
  }
  return value;
}

}  // namespace mote
