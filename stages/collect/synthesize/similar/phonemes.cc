#include "stages/collect/synthesize/similar/phonemes.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>

namespace mote {
namespace {

constexpr double kLeast = 0.1;

struct ConsonantRow {
  std::string_view symbols;  // separated by spaces
  double place, manner, voice, nasal = 0, lateral = 0;
};

constexpr ConsonantRow kConsonants[] = {
    {"p", 1, 1, 0},         {"b", 1, 1, 1},         {"t", .85, 1, 0},
    {"d", .85, 1, 1},       {"ʈ", .8, 1, 0},        {"ɖ", .8, 1, 1},
    {"c", .7, 1, 0},        {"ɟ", .7, 1, 1},        {"k", .6, 1, 0},
    {"ɡ g", .6, 1, 1},      {"q", .5, 1, 0},        {"ʔ", .1, 1, 0},
    {"ɸ", 1, .8, 0},        {"β", 1, .8, 1},        {"f", .95, .8, 0},
    {"v", .95, .8, 1},      {"θ", .9, .8, 0},       {"ð", .9, .8, 1},
    {"s", .85, .8, 0},      {"z", .85, .8, 1},      {"ʃ", .75, .8, 0},
    {"ʒ", .75, .8, 1},      {"ʂ", .8, .8, 0},       {"ʐ", .8, .8, 1},
    {"ɕ", .73, .8, 0},      {"ʑ", .73, .8, 1},      {"ç", .7, .8, 0},
    {"ʝ", .7, .8, 1},       {"x", .6, .8, 0},       {"ɣ", .6, .8, 1},
    {"χ", .5, .8, 0},       {"ʁ", .5, .8, 1},       {"ħ", .3, .8, 0},
    {"ʕ", .3, .8, 1},       {"h", .1, .8, 0},       {"ɦ", .1, .8, 1},
    {"m ɱ", 1, 1, 1, 1},    {"n", .85, 1, 1, 1},    {"ɳ", .8, 1, 1, 1},
    {"ɲ", .7, 1, 1, 1},     {"ŋ", .6, 1, 1, 1},     {"l ɫ", .85, .6, 1, 0, 1},
    {"ɭ", .8, .6, 1, 0, 1}, {"ʎ", .7, .6, 1, 0, 1}, {"ɬ", .85, .8, 0, 0, 1},
    {"ɾ", .85, .85, 1},     {"r", .85, .7, 1},      {"ʀ", .5, .7, 1},
    {"ɹ ɻ", .8, .6, 1},     {"j", .7, .6, 1},       {"ɥ", .72, .6, 1},
    {"ɰ", .6, .6, 1},       {"ʋ", .95, .6, 1},      {"w", 1, .6, 1},
    {"ʍ", 1, .6, 0},
};

struct VowelRow {
  std::string_view symbols;
  Vowel vowel;
};

constexpr VowelRow kVowels[] = {
    {"i", {1, 1, 0}},     {"y", {1, 1, 1}},    {"ɨ", {1, .5, 0}},
    {"ʉ", {1, .5, 1}},    {"ɯ", {1, 0, 0}},    {"u", {1, 0, 1}},
    {"ɪ", {.83, .9, 0}},  {"ᵻ", {.83, .6, 0}}, {"ʏ", {.83, .9, 1}},
    {"ʊ", {.83, .1, 1}},  {"e", {.67, 1, 0}},  {"ø", {.67, 1, 1}},
    {"ɘ", {.67, .5, 0}},  {"ɵ", {.67, .5, 1}}, {"ɤ", {.67, 0, 0}},
    {"o", {.67, 0, 1}},   {"ə", {.5, .5, 0}},  {"ɚ", {.5, .5, .5}},
    {"ɛ", {.33, 1, 0}},   {"œ", {.33, 1, 1}},  {"ɜ", {.33, .5, 0}},
    {"ɝ", {.33, .5, .5}}, {"ɞ", {.33, .5, 1}}, {"ʌ", {.33, .1, 0}},
    {"ɔ", {.33, 0, 1}},   {"æ", {.17, 1, 0}},  {"ɐ", {.17, .5, 0}},
    {"a", {0, .8, 0}},    {"ɶ", {0, 1, 1}},    {"ɑ", {0, 0, 0}},
    {"ɒ", {0, 0, 1}},
};

// Calls what with each of the symbols that spaces separate.
template <class What>
void for_each_symbol(std::string_view symbols, What what) {
  while (!symbols.empty()) {
    const size_t end = std::min(symbols.find(' '), symbols.size());
    what(symbols.substr(0, end));
    symbols.remove_prefix(std::min(end + 1, symbols.size()));
  }
}

const std::map<std::string_view, Phoneme>& known_phonemes() {
  static const auto table = [] {
    std::map<std::string_view, Phoneme> known;
    for (const ConsonantRow& row : kConsonants) {
      Phoneme phoneme;
      phoneme.kind = Phoneme::Kind::kConsonant;
      phoneme.place = row.place, phoneme.manner = row.manner;
      phoneme.voice = row.voice, phoneme.nasal = row.nasal;
      phoneme.lateral = row.lateral;
      for_each_symbol(row.symbols, [&](auto s) { known[s] = phoneme; });
    }
    for (const VowelRow& row : kVowels) {
      Phoneme phoneme;
      phoneme.kind = Phoneme::Kind::kVowel;
      phoneme.begin = phoneme.end = row.vowel;
      for_each_symbol(row.symbols, [&](auto s) { known[s] = phoneme; });
    }
    return known;
  }();
  return table;
}

// The first character of a text in UTF-8; a broken one counts as one byte.
std::string_view first_character(std::string_view text) {
  size_t size = 1;
  while (size < text.size() && (text[size] & 0xC0) == 0x80) ++size;
  return text.substr(0, size);
}

bool is_separator(std::string_view c) { return c == "_" || c == " "; }

// Letters only: stress, tones (digits, bars), ties and accents are marks.
bool is_mark(std::string_view c) {
  static constexpr std::array<std::string_view, 12> kMarks = {
      "ˈ", "ˌ", "\u0361", "\u0329", "\u032f", "ʰ",
      "ʲ", "ʷ", "\u0325", "-",      "'",      "\u200d"};
  if (c.size() == 1 && (c[0] < 'a' || c[0] > 'z')) return true;
  return std::find(kMarks.begin(), kMarks.end(), c) != kMarks.end();
}

// What espeak-ng writes between parentheses is the name of a language.
std::string without_parentheses(std::string_view text) {
  std::string kept;
  int depth = 0;
  for (const char c : text) {
    if (c == '(') ++depth;
    if (depth == 0) kept += c;
    if (c == ')' && depth > 0) --depth;
  }
  return kept;
}

// Puts symbols into phonemes: two vowels of one piece are a diphthong, a stop
// and the fricative behind it an affricate.
class Reader {
 public:
  void separate() { joined_ = false; }

  void read(std::string_view symbol) {
    if (symbol == "ː" || symbol == "ˑ") {
      if (!phonemes_.empty()) phonemes_.back().length = 1;
    } else if (symbol == "\u0303") {
      if (!phonemes_.empty()) phonemes_.back().nasal = 1;
    } else {
      add(symbol);
    }
  }

  std::vector<Phoneme> take() { return std::move(phonemes_); }

 private:
  void add(std::string_view symbol) {
    const auto found = known_phonemes().find(symbol);
    Phoneme next;
    if (found == known_phonemes().end()) {
      next.symbol = symbol;
    } else {
      next = found->second;
    }
    if (!joined_ || !join(next)) phonemes_.push_back(next);
    joined_ = true;
  }

  bool join(const Phoneme& next) {
    Phoneme& last = phonemes_.back();
    if (last.kind != next.kind || last.kind == Phoneme::Kind::kOther) {
      return false;
    }
    if (last.kind == Phoneme::Kind::kVowel) {
      last.end = next.end;
      return true;
    }
    if (last.manner != 1 || next.manner != .8 || last.nasal != 0) return false;
    last.place = next.place;
    last.manner = .9;
    return true;
  }

  std::vector<Phoneme> phonemes_;
  bool joined_ = false;
};

double vowel_distance(const Vowel& a, const Vowel& b) {
  return 0.45 * std::abs(a.height - b.height) +
         0.35 * std::abs(a.front - b.front) +
         0.15 * std::abs(a.round - b.round);
}

bool is_reduced(const Phoneme& phoneme) {
  static const std::vector<Phoneme> reduced = [] {
    std::vector<Phoneme> all;
    for (const char* symbol : {"ə", "ɐ", "ᵻ", "ɪ"}) {
      all.push_back(known_phonemes().at(symbol));
    }
    return all;
  }();
  return std::find(reduced.begin(), reduced.end(), phoneme) != reduced.end();
}

bool taken_for(Phoneme a, Phoneme b) {
  a.length = b.length = 0;
  return a == b || (is_reduced(a) && is_reduced(b));
}

}  // namespace

std::vector<Phoneme> parse_ipa(std::string_view ipa) {
  const std::string text = without_parentheses(ipa);
  Reader reader;
  for (std::string_view rest = text; !rest.empty();) {
    const std::string_view symbol = first_character(rest);
    rest.remove_prefix(symbol.size());
    if (is_separator(symbol)) {
      reader.separate();
    } else if (!is_mark(symbol)) {
      reader.read(symbol);
    }
  }
  return reader.take();
}

double phoneme_distance(const Phoneme& a, const Phoneme& b) {
  if (a == b) return 0;
  if (a.kind != b.kind || a.kind == Phoneme::Kind::kOther) return 1;
  double sum = kLeast + 0.25 * std::abs(a.nasal - b.nasal);
  if (a.kind == Phoneme::Kind::kVowel) {
    sum +=
        (vowel_distance(a.begin, b.begin) + vowel_distance(a.end, b.end)) / 2;
    sum += 0.05 * std::abs(a.length - b.length);
  } else {
    sum += std::abs(a.place - b.place) + std::abs(a.manner - b.manner) +
           0.25 * std::abs(a.voice - b.voice) +
           0.2 * std::abs(a.lateral - b.lateral);
  }
  return std::min(sum, 1.0);
}

double pronunciation_distance(const std::vector<Phoneme>& a,
                              const std::vector<Phoneme>& b) {
  if (a.empty() && b.empty()) return 0;
  std::vector<double> row(b.size() + 1);
  for (size_t j = 0; j < row.size(); ++j) row[j] = static_cast<double>(j);
  for (size_t i = 0; i < a.size(); ++i) {
    double diagonal = row[0];
    row[0] += 1;
    for (size_t j = 0; j < b.size(); ++j) {
      const double replaced = diagonal + phoneme_distance(a[i], b[j]);
      diagonal = row[j + 1];
      row[j + 1] = std::min({replaced, row[j] + 1, row[j + 1] + 1});
    }
  }
  const double d = row.back();
  return 2 * d / (static_cast<double>(a.size() + b.size()) + d);
}

bool sound_the_same(const std::vector<Phoneme>& a,
                    const std::vector<Phoneme>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), taken_for);
}

bool heard_within(const std::vector<Phoneme>& part,
                  const std::vector<Phoneme>& whole) {
  return std::search(whole.begin(), whole.end(), part.begin(), part.end(),
                     taken_for) != whole.end();
}

}  // namespace mote
