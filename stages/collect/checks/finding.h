// What mote collect verify is asked, and what it answers.
#pragma once

#include <string>
#include <vector>

namespace mote {

struct DataRequirements {
  std::vector<std::string> labels;  // "silence" and "unknown" are made
  double rate_hz = 0;               // 0: any
  int min_samples_per_label = 0;
  int min_groups_per_label = 0;
};

struct Finding {
  std::string kind;                  // the name of its check
  std::string what;                  // one sentence
  std::vector<std::string> samples;  // names of the samples concerned, the
                                     // clearest first
  std::string command;               // that mends it, or what to do
  bool advice = false;  // worth a look, but data without fault may have it
};

}  // namespace mote
