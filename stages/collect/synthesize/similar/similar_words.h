// Hard negatives: what sounds like a wake word and is not it.
#pragma once

#include <string>
#include <vector>

#include "lib/base/run.h"

namespace mote {

struct SimilarOptions {
  int count = 40;               // of the texts to give, for each wake word
  std::string language = "en";  // of espeak-ng
  std::string word_list;        // a file; "": the language's usual one
  // What is listened for besides: nothing that sounds like it is a negative.
  std::vector<std::string> listened_for;
};

struct SimilarText {
  std::string text;
  std::string ipa;
  double distance = 0;  // pronunciation_distance to the wake word
  // "word": of the list; "replaced": the phrase with one word replaced by a
  // similar one; "part": some of its words; "order": its words in another.
  std::string kind;
};

// What sounds most like a wake word (a word or a phrase), nearest first.
// Parts and orders of a phrase come in any case, however far they are: people
// say them. Left out is what sounds the same as the wake word or anything that
// is listened for, in any of the accents in which words are synthesized, and
// what has it within ("lefty" has "left"). Of texts that sound the same, one.
// Deterministic. What the list's words sound like is kept in run.scratch.
// Throws Error without espeak-ng, or a list of words.
std::vector<SimilarText> similar_texts(const std::string& wake_word,
                                       const SimilarOptions& options, Run& run);

}  // namespace mote
