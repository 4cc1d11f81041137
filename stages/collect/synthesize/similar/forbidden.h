// What must not be heard in a text that is made.
#pragma once

#include <string>
#include <vector>

#include "lib/base/run.h"
#include "stages/collect/synthesize/similar/phonemes.h"

namespace mote {

// The voices of espeak-ng in which texts of a language are compared: for "en"
// an American and a British one, for others the language's own.
std::vector<std::string> compared_voices(const std::string& language);

// Texts as they sound in the compared voices.
class Forbidden {
 public:
  Forbidden(const std::vector<std::string>& texts, const std::string& language,
            Run& run);

  // Whether one of them is heard within, or nothing at all is heard.
  bool has(const std::vector<Phoneme>& phonemes) const;

 private:
  std::vector<std::vector<Phoneme>> sounds_;
};

}  // namespace mote
