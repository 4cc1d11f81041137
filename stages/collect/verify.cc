#include "stages/collect/verify.h"

#include "lib/base/threads.h"
#include "stages/collect/checks/mending.h"

namespace mote {

Evidence gather_evidence(const Store& store, const Dataset& dataset,
                         const DataRequirements& requirements, Run& run) {
  const auto& samples = dataset.samples();
  Evidence evidence{dataset, requirements,
                    std::vector<Measurement>(samples.size())};
  parallel_for(samples.size(), run.threads, [&](size_t i) {
    run.throw_if_stopped();
    Measurement& measured = evidence.measurements[i];
    const auto state = store.objects().check(samples[i].id);
    if (state == ObjectStore::State::kIntact) {
      try {
        measured = measure(dataset.signal(samples[i]), samples[i]);
      } catch (const Error& error) {
        measured.damage = error.what_happened();
      }
    }
    measured.state = state;
  });
  return evidence;
}

std::vector<Finding> findings_of(const Check& check, const Evidence& evidence,
                                 const Run& run) {
  run.throw_if_stopped();
  std::vector<Finding> findings = check.find(evidence, run);
  for (Finding& found : findings) {
    if (found.command.empty()) found.command = mending_command(found);
  }
  return findings;
}

std::vector<Finding> verify(const Store& store, const Dataset& dataset,
                            const DataRequirements& requirements, Run& run) {
  const Evidence evidence = gather_evidence(store, dataset, requirements, run);
  std::vector<Finding> findings;
  for (const Check& check : checks()) {
    for (Finding& found : findings_of(check, evidence, run)) {
      findings.push_back(std::move(found));
    }
  }
  return findings;
}

}  // namespace mote
