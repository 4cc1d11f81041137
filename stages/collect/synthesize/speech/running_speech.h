// Running speech: what a device hears when nobody speaks to it.
//
// Recordings of about a minute, each by one voice in one room: sentences with
// pauses of 0.3 to 1.5 s, at a level between -35 and -10 dB of full scale,
// reverberating (lib/augment/effects.h) for up to 0.6 s, over a noise 20 to 45
// dB below. Every sentence is a range of time; the metadata's `text` is what
// is said.
//
// They are no examples of any label (a minute is not a window), and lie on the
// test side: said by voices of that side only, so nobody who is heard in
// training speaks. As background (label _background_noise_) they are mixed
// into training: then voices of the train side speak.
#pragma once

#include <string>
#include <vector>

#include "lib/base/run.h"
#include "lib/dataset/splits.h"
#include "lib/store/store.h"
#include "stages/collect/import.h"

namespace mote {

struct SpeechOptions {
  double seconds = 600;         // of speech and pauses, all recordings together
  std::string text_file;        // what is said; "": sentences of a grammar
  std::string language = "en";  // of espeak-ng; others need a text
  bool background = false;
  // Sentences in which one of these words, or a word of one of these phrases,
  // is heard are left out: by their phonemes, in two accents.
  std::vector<std::string> without;
  SplitShares shares;  // which voices are on which side
};

// Adds them to the store. Deterministic: made again, they are duplicates. A
// text that is too short begins again. Throws Error without espeak-ng, when
// every sentence has an excluded word, or no voice is on that side.
ImportReport synthesize_speech(Store& store, const SpeechOptions& options,
                               Run& run);

}  // namespace mote
