#include "lib/dataset/forgotten_words.h"

#include <algorithm>
#include <cctype>
#include <ranges>

namespace mote {
namespace {

constexpr std::string_view kInstead = "(forgotten)";

bool is_letter_or_digit(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0;
}

}  // namespace

void ForgottenWords::add_group(std::string_view name) {
  if (!name.empty()) words_.push_back({std::string(name), true});
}

void ForgottenWords::add_name(std::string_view name) {
  if (!name.empty()) words_.push_back({std::string(name), false});
}

size_t ForgottenWords::find(std::string_view text, const Word& word,
                            size_t from) {
  for (size_t at = text.find(word.text, from); at != std::string_view::npos;
       at = text.find(word.text, at + 1)) {
    const size_t end = at + word.text.size();
    if (!word.whole || ((at == 0 || !is_letter_or_digit(text[at - 1])) &&
                        (end == text.size() || !is_letter_or_digit(text[end]))))
      return at;
  }
  return std::string_view::npos;
}

bool ForgottenWords::stand_in(std::string_view text) const {
  return std::any_of(words_.begin(), words_.end(), [&](const Word& word) {
    return find(text, word, 0) != std::string_view::npos;
  });
}

std::string ForgottenWords::without(std::string text) const {
  // Names first: they may hold the group's.
  for (const Word& word : std::views::reverse(words_)) {
    for (size_t at = find(text, word, 0); at != std::string::npos;
         at = find(text, word, at + kInstead.size())) {
      text.replace(at, word.text.size(), kInstead);
    }
  }
  return text;
}

}  // namespace mote
