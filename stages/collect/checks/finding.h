// What mote collect verify answers.
#pragma once

#include <string>
#include <vector>

namespace mote {

// The change of samples that mends a finding.
struct Mending {
  enum class Kind { kNone, kExclude, kRelabel, kFix };
  Kind kind = Kind::kNone;
  std::string with = {};              // the reason, the label, the fix
  std::vector<std::string> ids = {};  // the samples to be changed
};

struct Finding {
  std::string kind;                       // the name of its check
  std::string what;                       // one sentence
  std::vector<std::string> samples = {};  // names of the samples concerned, the
                                          // clearest first
  std::vector<std::string> ids = {};      // theirs: names need not be unique
  Mending mending = {};
  std::string command = {};  // that mends it, and runs as it stands; "": there
                             // is none that needs nothing more
  std::string hint = {};     // what else mends it: "mote collect import ..."
  bool advice = false;       // worth a look, but data without fault may have it
};

}  // namespace mote
