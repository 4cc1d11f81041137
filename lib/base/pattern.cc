#include "lib/base/pattern.h"

#include <algorithm>
#include <cctype>
#include <cstdlib>

#include "lib/base/error.h"

namespace mote {
namespace {

constexpr size_t kMostCharacters = 500;
// The library recurses once for each of them.
constexpr double kMostCopied = 5000;

// How many copies of a character the braces may ask for: nested ones multiply.
double copies(const std::string& text) {
  double product = 1;
  for (size_t brace = text.find('{'); brace != std::string::npos;
       brace = text.find('{', brace + 1)) {
    const size_t end = std::min(text.find('}', brace), text.size());
    const size_t comma = std::min(text.find(',', brace), end);
    for (size_t number : {brace, comma}) {
      if (number == end) continue;
      product *= std::max(1.0, std::strtod(text.c_str() + number + 1, nullptr));
    }
  }
  return product;
}

// What other kinds of regular expressions mean otherwise, or POSIX not at all.
void check_escapes(const std::string& text) {
  constexpr std::string_view kKnown = "wWsSbB";
  for (size_t at = text.find('\\');
       at != std::string::npos && at + 1 < text.size();
       at = text.find('\\', at + 2)) {
    const char c = text[at + 1];
    if (!std::isalnum(static_cast<unsigned char>(c))) continue;
    if (kKnown.find(c) != std::string_view::npos) continue;
    throw Error(std::string("\\") + c + " is not known", text,
                "These are POSIX extended regular expressions: a digit is "
                "[0-9], and nothing refers back.");
  }
}

}  // namespace

Pattern::Pattern(const std::string& text) {
  if (text.size() > kMostCharacters ||
      copies(text) * static_cast<double>(text.size()) > kMostCopied) {
    throw Error("the regular expression is too large", text,
                "Up to 500 characters are allowed, and up to 5,000 when what "
                "is repeated by {N} is written out.");
  }
  check_escapes(text);
  if (text.find('\0') != std::string::npos) {
    throw Error("a regular expression holds no zero byte");
  }
  auto compiled = std::make_unique<regex_t>();
  const int code = ::regcomp(compiled.get(), text.c_str(), REG_EXTENDED);
  if (code != 0) {
    char reason[100];
    ::regerror(code, compiled.get(), reason, sizeof reason);
    throw Error("this is no regular expression: " + std::string(reason), text);
  }
  compiled_ = std::shared_ptr<const regex_t>(
      compiled.release(), [](const regex_t* used) {
        ::regfree(const_cast<regex_t*>(used));
        delete used;
      });
}

bool Pattern::found_in(std::string_view text) const {
  regmatch_t place{0, static_cast<regoff_t>(text.size())};
  return ::regexec(compiled_.get(), text.data(), 1, &place, REG_STARTEND) == 0;
}

std::optional<std::string> Pattern::first_in(std::string_view text) const {
  regmatch_t places[2] = {{0, static_cast<regoff_t>(text.size())}, {-1, -1}};
  if (::regexec(compiled_.get(), text.data(), 2, places, REG_STARTEND) != 0) {
    return std::nullopt;
  }
  const regmatch_t& place = compiled_->re_nsub > 0 ? places[1] : places[0];
  if (place.rm_so < 0) return "";
  return std::string(
      text.substr(static_cast<size_t>(place.rm_so),
                  static_cast<size_t>(place.rm_eo - place.rm_so)));
}

}  // namespace mote
