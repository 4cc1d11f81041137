// The voices that can be synthesized, and which of them says what.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace mote {

// One way of saying something.
struct Speaking {
  std::string synthesizer;  // "flite" or "espeak"
  std::string voice;        // flite "slt"; espeak-ng "en-us+f3"
  std::string group;        // who is heard: "flite-slt", "espeak-f3"
  double speed = 1;         // 1: the voice's own
  double pitch = 1;         // 1: the voice's own
  uint64_t seed = 0;        // of everything else that varies
};

// How the take-th clip of a text is spoken: voices in turn, each time with
// another accent, speed and pitch. language is espeak-ng's ("en", "de"); flite
// speaks English in ASCII only, so it is left out elsewhere.
Speaking speaking_of_take(const std::string& text, int take,
                          const std::string& language);

}  // namespace mote
