// Recordings of any word, made offline by speech synthesizers.
//
// flite's five voices and espeak-ng (a program of its own) in many accents,
// voice variants, speeds and pitches. Each clip is one second at 16 kHz with
// the word in the middle; its group is the voice, so that voices heard in
// training are never heard in a test.
#pragma once

#include <string>
#include <vector>

#include "lib/base/run.h"
#include "lib/store/store.h"
#include "stages/collect/import.h"

namespace mote {

struct SynthesizeOptions {
  int clips_per_word = 120;
  std::string label;            // for every clip; "": the word itself
  std::string language = "en";  // of espeak-ng: "de", "fr-fr" ...
};

// Adds clips of the words (any text in UTF-8) to the store. Deterministic:
// made again, they are duplicates. Throws Error when no synthesizer is there.
ImportReport synthesize_words(const std::vector<std::string>& words,
                              Store& store, const SynthesizeOptions& options,
                              Run& run);

// Adds long recordings of white, pink and brown noise, hum and babble under
// the background label.
ImportReport synthesize_noise(Store& store, Run& run);

// The embedded default: the words with many clips each, a vocabulary of other
// words with a few each, and noise.
ImportReport synthesize_default(const std::vector<std::string>& words,
                                Store& store, Run& run);

}  // namespace mote
