#include "lib/base/pattern.h"

#include <algorithm>
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

}  // namespace

Pattern::Pattern(const std::string& text) {
  if (text.size() > kMostCharacters ||
      copies(text) * static_cast<double>(text.size()) > kMostCopied) {
    throw Error("the regular expression is too large", text,
                "Up to 500 characters are allowed, and up to 5,000 when what "
                "is repeated by {N} is written out.");
  }
  if (text.find('\0') != std::string::npos) {
    throw Error("a regular expression holds no zero byte");
  }
  auto compiled = std::make_unique<regex_t>();
  const int code =
      ::regcomp(compiled.get(), text.c_str(), REG_EXTENDED | REG_NOSUB);
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

}  // namespace mote
