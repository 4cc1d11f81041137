#include "lib/firmware/cpp_text.h"

namespace mote {
namespace {

bool is_plain(unsigned char c) {
  return c >= ' ' && c < 127 && c != '"' && c != '\\' && c != '?';
}

}  // namespace

std::string cpp_string(std::string_view text) {
  std::string literal = "\"";
  for (unsigned char c : text) {
    if (is_plain(c)) {
      literal += static_cast<char>(c);
    } else {
      literal += fmt::format("\\{:03o}", c);  // always three digits
    }
  }
  return literal + '"';
}

std::string cpp_comment(std::string_view text) {
  std::string comment;
  for (unsigned char c : text) {
    const bool harmless = c >= ' ' && c != 127 && c != '\\' && c != '*';
    comment += harmless ? static_cast<char>(c) : '_';
  }
  return comment;
}

}  // namespace mote
