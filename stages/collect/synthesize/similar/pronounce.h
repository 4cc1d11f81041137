// How texts are pronounced, as espeak-ng says.
#pragma once

#include <string>
#include <vector>

#include "lib/base/run.h"
#include "stages/collect/synthesize/similar/phonemes.h"

namespace mote {

struct Pronunciation {
  std::string text;
  std::string ipa;     // "həlˈoʊ"
  std::string pieces;  // the same in one line, a phoneme a piece: "h_ə_l_ˈoʊ"
  std::vector<Phoneme> phonemes;
};

Pronunciation pronunciation_of(const std::string& text,
                               const std::string& pieces);

// Of each text, in a voice of espeak-ng ("en-us", "de"), on all threads: about
// 3,000 words/s a thread. Punctuation is passed over. Throws Error when
// espeak-ng is not installed or fails.
std::vector<Pronunciation> pronounce(const std::vector<std::string>& texts,
                                     const std::string& voice, Run& run);

}  // namespace mote
