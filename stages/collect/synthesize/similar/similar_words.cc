#include "stages/collect/synthesize/similar/similar_words.h"

#include <algorithm>
#include <set>
#include <sstream>

#include "lib/base/error.h"
#include "stages/collect/synthesize/similar/forbidden.h"
#include "stages/collect/synthesize/similar/pronounce.h"
#include "stages/collect/synthesize/similar/word_list.h"

namespace mote {
namespace {

constexpr size_t kReplacementsOfAWord = 40;
// How many more texts are looked at than are asked for, since some sound the
// same in another accent.
constexpr size_t kSpare = 3;

using Phonemes = std::vector<Phoneme>;

struct Candidate {
  SimilarText text;
  Phonemes phonemes;
};

bool nearer(const Candidate& a, const Candidate& b) {
  return std::tie(a.text.distance, a.text.text) <
         std::tie(b.text.distance, b.text.text);
}

std::string voice_of(const std::string& language) {
  return compared_voices(language).front();
}

// Another accent in which the same text is synthesized.
std::string other_voice_of(const std::string& language) {
  return compared_voices(language).back();
}

std::vector<std::string> words_of(const std::string& text) {
  std::istringstream stream(text);
  std::vector<std::string> words;
  for (std::string word; stream >> word;) words.push_back(word);
  return words;
}

std::string phrase_of(const std::vector<std::string>& words) {
  std::string phrase;
  for (const std::string& word : words) {
    phrase += (phrase.empty() ? "" : " ") + word;
  }
  return phrase;
}

Candidate compare(const Pronunciation& said, const Phonemes& wake_word,
                  const std::string& kind) {
  return {{said.text, said.ipa,
           pronunciation_distance(said.phonemes, wake_word), kind},
          said.phonemes};
}

std::vector<Pronunciation> listed_words(const SimilarOptions& options,
                                        Run& run) {
  const WordList known = word_list_of(options.language);
  const std::string& file =
      options.word_list.empty() ? known.file : options.word_list;
  return pronounced_words(read_word_list(file, known.package),
                          voice_of(options.language), run);
}

std::vector<Candidate> nearest(const std::vector<Pronunciation>& words,
                               const Phonemes& to, size_t count,
                               const std::string& kind) {
  std::vector<Candidate> all;
  for (const Pronunciation& word : words) {
    if (!word.phonemes.empty() && !sound_the_same(word.phonemes, to)) {
      all.push_back(compare(word, to, kind));
    }
  }
  count = std::min(count, all.size());
  std::partial_sort(all.begin(), all.begin() + static_cast<ptrdiff_t>(count),
                    all.end(), nearer);
  all.resize(count);
  return all;
}

// Every run of a phrase's words that is shorter than it.
std::vector<std::string> parts_of(const std::vector<std::string>& words) {
  std::vector<std::string> parts;
  for (size_t size = words.size() - 1; size > 0; --size) {
    for (size_t at = 0; at + size <= words.size(); ++at) {
      const auto first = words.begin() + static_cast<ptrdiff_t>(at);
      parts.push_back(phrase_of({first, first + static_cast<ptrdiff_t>(size)}));
    }
  }
  return parts;
}

// The phrase from its second word on, then its first; and so on.
std::vector<std::string> orders_of(std::vector<std::string> words) {
  std::vector<std::string> orders;
  for (size_t i = 1; i < words.size(); ++i) {
    std::rotate(words.begin(), words.begin() + 1, words.end());
    orders.push_back(phrase_of(words));
  }
  return orders;
}

std::vector<std::string> replacements_of(const std::vector<std::string>& words,
                                         const std::vector<Pronunciation>& list,
                                         const std::string& voice, Run& run) {
  std::vector<std::string> phrases;
  const std::vector<Pronunciation> said = pronounce(words, voice, run);
  for (size_t i = 0; i < words.size(); ++i) {
    for (const Candidate& word :
         nearest(list, said[i].phonemes, kReplacementsOfAWord, "word")) {
      std::vector<std::string> changed = words;
      changed[i] = word.text.text;
      phrases.push_back(phrase_of(changed));
    }
  }
  return phrases;
}

void add(const std::vector<std::string>& texts, const Pronunciation& wake_word,
         const std::string& voice, const std::string& kind, Run& run,
         std::vector<Candidate>& candidates) {
  for (const Pronunciation& said : pronounce(texts, voice, run)) {
    candidates.push_back(compare(said, wake_word.phonemes, kind));
  }
}

bool is_always_said(const Candidate& candidate) {
  return candidate.text.kind == "part" || candidate.text.kind == "order";
}

// Chooses, until there are enough; what is always said first.
class Choice {
 public:
  Choice(const Forbidden& forbidden, size_t count)
      : forbidden_(forbidden), count_(count) {}

  void offer(std::vector<Candidate> candidates, const std::string& language,
             Run& run) {
    std::sort(candidates.begin(), candidates.end(), nearer);
    std::stable_partition(candidates.begin(), candidates.end(), is_always_said);
    candidates.resize(std::min(candidates.size(), kSpare * count_ + 100));
    std::vector<std::string> texts;
    for (const Candidate& c : candidates) texts.push_back(c.text.text);
    const auto elsewhere = pronounce(texts, other_voice_of(language), run);
    for (size_t i = 0; i < candidates.size() && chosen_.size() < count_; ++i) {
      if (!forbidden_.has(elsewhere[i].phonemes)) take(candidates[i]);
    }
  }

  std::vector<SimilarText> sorted() {
    std::sort(chosen_.begin(), chosen_.end(), nearer);
    std::vector<SimilarText> texts;
    for (const Candidate& c : chosen_) texts.push_back(c.text);
    return texts;
  }

 private:
  void take(const Candidate& candidate) {
    const bool heard_before =
        std::any_of(chosen_.begin(), chosen_.end(), [&](const Candidate& c) {
          return sound_the_same(c.phonemes, candidate.phonemes);
        });
    if (heard_before || forbidden_.has(candidate.phonemes)) return;
    chosen_.push_back(candidate);
  }

  const Forbidden& forbidden_;
  size_t count_;
  std::vector<Candidate> chosen_;
};

}  // namespace

std::vector<SimilarText> similar_texts(const std::string& wake_word,
                                       const SimilarOptions& options,
                                       Run& run) {
  const std::vector<std::string> words = words_of(wake_word);
  if (words.empty()) {
    throw UsageError("the wake word is empty", "", "Give some text.");
  }
  const std::string voice = voice_of(options.language);
  const Pronunciation said = pronounce({wake_word}, voice, run).front();
  if (said.phonemes.empty()) {
    throw Error("nothing is heard of '" + wake_word + "'", voice,
                "Spell it as it is spoken, or choose its language with "
                "--language.");
  }
  const auto list = listed_words(options, run);
  const auto count = static_cast<size_t>(std::max(options.count, 0));
  auto candidates = nearest(list, said.phonemes, kSpare * count + 100, "word");
  if (words.size() > 1) {
    add(parts_of(words), said, voice, "part", run, candidates);
    add(orders_of(words), said, voice, "order", run, candidates);
    add(replacements_of(words, list, voice, run), said, voice, "replaced", run,
        candidates);
  }
  std::vector<std::string> avoided = options.listened_for;
  avoided.push_back(wake_word);
  const Forbidden forbidden(avoided, options.language, run);
  Choice choice(forbidden, count);
  choice.offer(std::move(candidates), options.language, run);
  return choice.sorted();
}

}  // namespace mote
