// The stored bytes themselves.
#include "stages/collect/checks/check.h"
#include "stages/collect/checks/mending.h"

namespace mote {
namespace {

using State = ObjectStore::State;

// What brings a recording's bytes back.
std::string restore_command(const Sample& sample) {
  if (sample.source == "synthetic") {
    return sample.label == kBackgroundLabel
               ? "mote collect synthesize --noise"
               : "mote collect synthesize " + shell_quoted(sample.label);
  }
  return "mote collect import DIR    # the folder that " +
         shell_quoted(sample.name) + " came from";
}

Findings find_state(const Evidence& evidence, State state, const char* kind) {
  Findings findings;
  for (size_t i = 0; i < evidence.samples().size(); ++i) {
    if (evidence.measurements[i].state != state) continue;
    const Sample& sample = evidence.samples()[i];
    findings.push_back({kind,
                        "the stored recording " + sample.name + " is " + kind +
                            " (object " + sample.id + ")",
                        {sample.name},
                        restore_command(sample)});
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
    const std::string& name = evidence.samples()[i].name;
    if (measured.state != State::kIntact || measured.damage.empty()) continue;
    findings.push_back({"unreadable",
                        name + " cannot be opened: " + measured.damage,
                        {name},
                        exclude_command({name}, "unreadable")});
  }
  return findings;
}

}  // namespace mote
