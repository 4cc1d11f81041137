// What `mote new` writes.
#pragma once

#include <string>
#include <vector>

namespace mote {

struct VoiceTemplate {
  std::string name = "my-assistant";
  std::vector<std::string> words = {"yes", "no"};
};

// The text of mote.toml: short, commented, every field a good default. Throws
// Error for words that cannot be labels (empty, silence, unknown, twice the
// same).
std::string voice_project(const VoiceTemplate& choices);

}  // namespace mote
