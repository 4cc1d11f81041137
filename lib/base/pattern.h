// Regular expressions as people type them: POSIX extended ones.
#pragma once

#include <regex.h>

#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace mote {

// "^a", "left|right", "_[0-9]+\.wav$". Case matters. Finding takes time that
// grows with the text, not with the ways to find it: there are no references
// back to what was found before ("\1").
class Pattern {
 public:
  // Throws Error for what is no regular expression, for what only other kinds
  // of them have (\d, \1), and for one that would
  // take too much memory: more than 500 characters, or more than 5,000 when it
  // is copied as often as all repetitions in braces together say.
  explicit Pattern(const std::string& text);

  // Whether the pattern is found anywhere in the text.
  bool found_in(std::string_view text) const;

  // What the first parentheses hold where the pattern is found first, all of it
  // where there are none; nothing where it is not found.
  std::optional<std::string> first_in(std::string_view text) const;

 private:
  std::shared_ptr<const regex_t> compiled_;
};

}  // namespace mote
