// Regular expressions as people type them: POSIX extended ones.
#pragma once

#include <regex.h>

#include <memory>
#include <string>
#include <string_view>

namespace mote {

// "^a", "left|right", "_[0-9]+\.wav$". Case matters.
class Pattern {
 public:
  // Throws Error for what is no regular expression, and for one that would
  // take too much memory: more than 500 characters, or more than 5,000 when it
  // is copied as often as all repetitions in braces together say.
  explicit Pattern(const std::string& text);

  // Whether the pattern is found anywhere in the text.
  bool found_in(std::string_view text) const;

 private:
  std::shared_ptr<const regex_t> compiled_;
};

}  // namespace mote
