// The stored bytes themselves.
#include "stages/collect/checks/check.h"
#include "stages/collect/checks/mending.h"

namespace mote {
namespace {

using State = ObjectStore::State;

// What brings a recording's bytes back.
std::string restoring(const Sample& sample) {
  if (sample.source != "synthetic") {
    return "to restore it: mote collect import FOLDER, the one that " +
           sample.name + " came from";
  }
  return "to restore it: mote collect synthesize " +
         (sample.label == kBackgroundLabel ? "--noise"
                                           : shell_quoted(sample.label));
}

Findings find_state(const Evidence& evidence, State state, const char* kind) {
  Findings findings;
  for (size_t i = 0; i < evidence.samples().size(); ++i) {
    if (evidence.measurements[i].state != state) continue;
    const Sample& sample = evidence.samples()[i];
    findings.push_back(finding(evidence, kind,
                               "the stored recording " + sample.name + " is " +
                                   kind + " (object " + sample.id + ")",
                               {i}, {Mending::Kind::kExclude, kind}));
    findings.back().hint = restoring(sample);
  }
  return findings;
}

}  // namespace

Findings find_missing(const Evidence& evidence, const Run&) {
  return find_state(evidence, State::kMissing, "missing");
}

Findings find_corrupt(const Evidence& evidence, const Run&) {
  return find_state(evidence, State::kCorrupt, "corrupt");
}

Findings find_unreadable(const Evidence& evidence, const Run&) {
  Findings findings;
  for (size_t i = 0; i < evidence.samples().size(); ++i) {
    const Measurement& measured = evidence.measurements[i];
    if (measured.state != State::kIntact || measured.damage.empty()) continue;
    findings.push_back(finding(
        evidence, "unreadable",
        evidence.samples()[i].name + " cannot be opened: " + measured.damage,
        {i}, {Mending::Kind::kExclude, "unreadable"}));
  }
  return findings;
}

}  // namespace mote
