#include "stages/collect/naming.h"

#include <algorithm>
#include <cctype>
#include <cstring>
#include <filesystem>
#include <regex>

#include "lib/base/error.h"
#include "stages/collect/manifest.h"

namespace mote {
namespace {

namespace fs = std::filesystem;

std::optional<Pattern> pattern_of(const std::string& text,
                                  const std::string& option) {
  if (text.empty()) return std::nullopt;
  try {
    return Pattern(text);
  } catch (const Error& error) {
    throw UsageError(
        "'" + text + "' is no regular expression: " + error.what_happened(),
        option,
        error.hint().empty() ? "Put what is wanted in parentheses: "
                               "'([a-z]+)_[0-9]+'"
                             : error.hint());
  }
}

// What the first parentheses of the pattern hold, "" where it does not fit.
std::string match(const Pattern& pattern, const std::string& name) {
  return pattern.first_in(fs::path(name).replace_extension().generic_string())
      .value_or("");
}

// How known data sets name their files.
struct KnownName {
  const char* about;
  const char* pattern;  // the group in parentheses
};
constexpr KnownName kKnownNames[] = {
    {"Speech Commands: SPEAKER_nohash_TAKE", "^(.+?)_nohash_"},
    {"ESC-50: FOLD-SOURCE-TAKE", "^[0-9]-([0-9]+)-[A-Z](?:-[0-9]+)?$"},
    {"subject1600, speaker_07, P003_session2",
     "(?:^|[_\\-.])((?:subject|subj|speaker|spk|person|participant|patient|"
     "user|volunteer)[_\\-]?[A-Za-z]*[0-9]+)(?![0-9])"},
};

std::string group_of_stem(const std::string& stem) {
  static const auto patterns = [] {
    std::vector<std::regex> list;
    for (const KnownName& known : kKnownNames) {
      list.emplace_back(known.pattern, std::regex::icase);
    }
    return list;
  }();
  for (const std::regex& pattern : patterns) {
    std::smatch found;
    if (std::regex_search(stem, found, pattern)) return found[1].str();
  }
  return "";
}

bool has_letter(const std::string& text) {
  return std::any_of(text.begin(), text.end(), [](unsigned char c) {
    return std::isalpha(c) || c >= 0x80;
  });
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

}  // namespace

std::string word_of_name(const std::string& stem) {
  constexpr const char* kBetween = "_-. ";
  std::string word = stem;
  while (true) {
    const size_t mark = word.find_last_of(kBetween);
    if (mark == std::string::npos || mark + 1 >= word.size()) break;
    if (!is_digit(word[mark + 1])) break;
    word.resize(mark);
  }
  while (!word.empty() && is_digit(word.back())) word.pop_back();
  while (!word.empty() && std::strchr(kBetween, word.back())) word.pop_back();
  return has_letter(word) ? word : "";
}

Naming::Naming(const std::vector<std::string>& names,
               const NamingOptions& options)
    : whole_folder_(true),
      by_name_(options.label_from == "name"),
      label_pattern_(pattern_of(options.label_pattern, "--label-pattern")),
      group_pattern_(pattern_of(options.group_pattern, "--group-pattern")) {
  std::set<std::string> sides;
  for (const std::string& name : names) {
    const fs::path path(name);
    words_[path.parent_path().generic_string()].insert(
        word_of_name(path.stem().string()));
    for (const fs::path& part : path.parent_path()) {
      sides.insert(side_of_word(part.string()));
    }
  }
  sides_ = sides.count("validation") + sides.count("test") > 0;
}

bool Naming::is_side(const std::string& folder) const {
  return sides_ && !side_of_word(folder).empty();
}

bool Naming::names_tell(const std::string& folder) const {
  const auto found = words_.find(folder);
  return found != words_.end() && found->second.size() > 1 &&
         found->second.count("") == 0;
}

std::string Naming::label_of(const std::string& name) const {
  if (label_pattern_) return match(*label_pattern_, name);
  const fs::path path(name);
  const std::string folder = path.parent_path().generic_string();
  const std::string word = word_of_name(path.stem().string());
  if (by_name_ && names_tell(folder)) return word;
  std::vector<std::string> parts;
  for (const fs::path& part : path.parent_path()) {
    parts.push_back(part.string());
  }
  for (auto part = parts.rbegin(); part != parts.rend(); ++part) {
    if (!is_side(*part)) return *part;
  }
  return whole_folder_ && names_tell(folder) ? word : "";
}

std::string Naming::group_of(const std::string& name) const {
  const fs::path path(name);
  std::string group;
  if (group_pattern_) group = match(*group_pattern_, name);
  if (group.empty()) group = group_of_stem(path.stem().string());
  if (!group.empty()) return group;
  return fs::path(path).replace_extension().generic_string();
}

std::string Naming::side_of(const std::string& name) const {
  for (const fs::path& part : fs::path(name).parent_path()) {
    if (is_side(part.string())) return side_of_word(part.string());
  }
  return "";
}

}  // namespace mote
