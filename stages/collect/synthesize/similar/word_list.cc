#include "stages/collect/synthesize/similar/word_list.h"

#include <algorithm>
#include <array>
#include <set>
#include <sstream>

#include "lib/base/error.h"
#include "lib/base/file.h"
#include "lib/base/hash.h"
#include "lib/base/process.h"

namespace mote {
namespace {

struct Row {
  std::string_view language, file, package;
};

constexpr std::array<Row, 8> kLists = {{
    {"en", "american-english-small", "wamerican-small"},
    {"de", "ngerman", "wngerman"},
    {"fr", "french", "wfrench"},
    {"es", "spanish", "wspanish"},
    {"it", "italian", "witalian"},
    {"pt", "portuguese", "wportuguese"},
    {"nl", "dutch", "wdutch"},
    {"pl", "polish", "wpolish"},
}};

bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
bool is_letter(char c) {
  return c < 0 || is_upper(c) || (c >= 'a' && c <= 'z');
}

bool is_word(const std::string& line) {
  return line.size() >= 2 && !is_upper(line[1]) &&
         std::all_of(line.begin(), line.end(), is_letter);
}

// One file for each list, voice and espeak-ng.
fs::path kept_file(const std::vector<std::string>& words,
                   const std::string& voice, const Run& run) {
  Sha256 key;
  key.add(run_process({"espeak-ng", "--version"}).output + voice);
  for (const std::string& word : words) key.add("\n" + word);
  return run.scratch / ("pronunciations_" + key.finish().substr(0, 16));
}

// A line of IPA a word. Empty unless there is one for every word.
std::vector<Pronunciation> read_kept(const fs::path& file,
                                     const std::vector<std::string>& words) {
  std::istringstream lines(read_text(file));
  std::vector<Pronunciation> said;
  for (std::string ipa; std::getline(lines, ipa) && said.size() < words.size();)
    said.push_back(pronunciation_of(words[said.size()], ipa));
  if (said.size() != words.size()) said.clear();
  return said;
}

void keep(const std::vector<Pronunciation>& said, const fs::path& file) {
  std::string lines;
  for (const Pronunciation& word : said) lines += word.pieces + "\n";
  fs::create_directories(file.parent_path());
  write_atomically(file, lines);
}

}  // namespace

WordList word_list_of(std::string_view language) {
  const std::string_view base = language.substr(0, language.find('-'));
  for (const Row& row : kLists) {
    if (row.language == base) {
      return {"/usr/share/dict/" + std::string(row.file),
              std::string(row.package)};
    }
  }
  return {};
}

std::vector<std::string> read_word_list(const std::string& file,
                                        const std::string& package) {
  const std::string hint =
      package.empty() ? "Name a file with a word a line: --word-list FILE."
                      : "Install it with: apt-get install " + package +
                            "; or name a file with a word a line: "
                            "--word-list FILE.";
  if (file.empty()) {
    throw Error("no list of this language's words is known", "", hint);
  }
  if (!fs::is_regular_file(file)) {
    throw Error("there is no list of words", file, hint);
  }
  std::istringstream lines(read_text(file));
  std::set<std::string> words;
  for (std::string line; std::getline(lines, line);) {
    if (!line.empty() && line.back() == '\r') line.pop_back();
    if (is_word(line)) words.insert(line);
  }
  if (words.empty()) throw Error("no words are listed", file, hint);
  return {words.begin(), words.end()};
}

std::vector<Pronunciation> pronounced_words(
    const std::vector<std::string>& words, const std::string& voice, Run& run) {
  require_program("espeak-ng");
  if (run.scratch.empty()) return pronounce(words, voice, run);
  const fs::path file = kept_file(words, voice, run);
  std::vector<Pronunciation> said;
  if (fs::is_regular_file(file)) said = read_kept(file, words);
  if (said.empty()) {
    said = pronounce(words, voice, run);
    keep(said, file);
  }
  return said;
}

}  // namespace mote
