// Lists of a language's words, as Debian's packages bring them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "stages/collect/synthesize/similar/pronounce.h"

namespace mote {

// Where the list of a language is looked for ("en", "fr-fr"), and the package
// that brings it. Empty where none is known.
struct WordList {
  std::string file, package;
};
WordList word_list_of(std::string_view language);

// One word a line, UTF-8: those of letters only, two at least, each once;
// abbreviations in capitals are left out. Throws Error, naming the package of
// the language's list, when the file is not there or has no words.
std::vector<std::string> read_word_list(const std::string& file,
                                        const std::string& package);

// The words of a list as a voice of espeak-ng says them. Kept in run.scratch
// (unless that is empty), so that the ten seconds of 40,000 words are spent
// once for a list, a voice and a version of espeak-ng.
std::vector<Pronunciation> pronounced_words(
    const std::vector<std::string>& words, const std::string& voice, Run& run);

}  // namespace mote
