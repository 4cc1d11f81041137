#include "stages/collect/synthesize/similar/forbidden.h"

#include <algorithm>

#include "stages/collect/synthesize/similar/pronounce.h"

namespace mote {

std::vector<std::string> compared_voices(const std::string& language) {
  if (language == "en") return {"en-us", "en-gb"};
  return {language};
}

Forbidden::Forbidden(const std::vector<std::string>& texts,
                     const std::string& language, Run& run) {
  for (const std::string& voice : compared_voices(language)) {
    for (Pronunciation& said : pronounce(texts, voice, run)) {
      if (!said.phonemes.empty()) sounds_.push_back(std::move(said.phonemes));
    }
  }
}

bool Forbidden::has(const std::vector<Phoneme>& phonemes) const {
  return phonemes.empty() ||
         std::any_of(sounds_.begin(), sounds_.end(), [&](const auto& sound) {
           return heard_within(sound, phonemes);
         });
}

}  // namespace mote
