// The words by which a forgotten person could be found in texts: the group's
// name, and those of recordings.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace mote {

class ForgottenWords {
 public:
  // Found where no letter or digit stands beside it: anna in "anna_7.wav", not
  // in "joanna".
  void add_group(std::string_view name);
  // Found wherever it stands.
  void add_name(std::string_view name);

  bool stand_in(std::string_view text) const;
  // The text with "(forgotten)" in their places.
  std::string without(std::string text) const;

 private:
  struct Word {
    std::string text;
    bool whole;
  };
  static size_t find(std::string_view text, const Word& word, size_t from);

  std::vector<Word> words_;
};

}  // namespace mote
