#include "stages/collect/verify.h"

#include <algorithm>
#include <map>
#include <set>

#include "lib/base/threads.h"
#include "lib/dataset/splits.h"

namespace mote {
namespace {

using State = ObjectStore::State;

constexpr const char* kSilence = "silence";
constexpr const char* kUnknown = "unknown";

std::string quoted(const std::string& text) {
  std::string result = "'";
  for (char c : text) {
    if (c == '\'') {
      result += "'\\''";
    } else {
      result += c;
    }
  }
  return result + "'";
}

// What brings a recording's bytes back.
std::string restore_command(const Sample& sample) {
  if (sample.source == "synthetic") {
    return sample.label == kBackgroundLabel
               ? "mote collect synthesize --noise"
               : "mote collect synthesize " + quoted(sample.label);
  }
  return "mote collect import DIR    # the folder that " + quoted(sample.name) +
         " came from";
}

std::vector<Finding> check_objects(const Store& store, const Dataset& dataset,
                                   Run& run) {
  const auto& samples = dataset.samples();
  std::vector<State> states(samples.size(), State::kIntact);
  parallel_for(samples.size(), run.threads, [&](size_t i) {
    run.throw_if_stopped();
    states[i] = store.objects().check(samples[i].id);
  });
  std::vector<Finding> findings;
  for (size_t i = 0; i < samples.size(); ++i) {
    if (states[i] == State::kIntact) continue;
    const bool missing = states[i] == State::kMissing;
    findings.push_back({missing ? "missing" : "corrupt",
                        "the stored recording " + samples[i].name +
                            (missing ? " is missing" : " is corrupt") +
                            " (object " + samples[i].id + ")",
                        {samples[i].name},
                        restore_command(samples[i])});
  }
  return findings;
}

// The label a sample counts as: words that nobody asked for are "unknown".
std::string label_of(const Sample& sample, const DataRequirements& wanted) {
  const auto& labels = wanted.labels;
  const bool asked = labels.empty() || std::find(labels.begin(), labels.end(),
                                                 sample.label) != labels.end();
  return asked ? sample.label : kUnknown;
}

struct LabelCount {
  size_t samples = 0;
  std::set<std::string> groups;
};

std::map<std::string, LabelCount> count_labels(const Dataset& dataset,
                                               const DataRequirements& wanted) {
  std::map<std::string, LabelCount> counts;
  for (const std::string& label : wanted.labels) {
    if (label != kSilence) counts[label];
  }
  for (const Sample& sample : dataset.samples()) {
    if (sample.label == kBackgroundLabel || sample.label == kSilence) continue;
    LabelCount& count = counts[label_of(sample, wanted)];
    ++count.samples;
    count.groups.insert(sample.group);
  }
  return counts;
}

std::string collect_command(const std::string& label) {
  if (label == kUnknown) {
    return "mote collect import DIR    # recordings of other words";
  }
  return "mote collect import DIR --label " + quoted(label) +
         "    # or: mote collect synthesize " + quoted(label);
}

Finding too_few(const std::string& kind, const std::string& label,
                const std::string& counted, size_t have, int need) {
  return {kind,
          "label '" + label + "' has " + std::to_string(have) + " " + counted +
              " of the " + std::to_string(need) + " required",
          {},
          collect_command(label)};
}

std::vector<Finding> check_counts(const Dataset& dataset,
                                  const DataRequirements& wanted) {
  std::vector<Finding> findings;
  for (const auto& [label, count] : count_labels(dataset, wanted)) {
    const int least_samples = std::max(wanted.min_samples_per_label, 1);
    if (count.samples < static_cast<size_t>(least_samples)) {
      findings.push_back(too_few("few_samples", label, "recordings",
                                 count.samples, least_samples));
    }
    const auto least_groups = static_cast<size_t>(wanted.min_groups_per_label);
    if (count.groups.size() < least_groups) {
      findings.push_back(too_few("few_groups", label, "groups (speakers)",
                                 count.groups.size(),
                                 wanted.min_groups_per_label));
    }
  }
  return findings;
}

// Recordings made at a lower rate lack the upper part of the band.
std::vector<Finding> check_rates(const Dataset& dataset,
                                 const DataRequirements& wanted) {
  Finding finding{"low_rate", "", {}, ""};
  for (const Sample& sample : dataset.samples()) {
    if (sample.rate_hz < wanted.rate_hz) finding.samples.push_back(sample.name);
  }
  if (finding.samples.empty()) return {};
  const auto rate_hz = std::to_string(static_cast<int>(wanted.rate_hz));
  finding.what = std::to_string(finding.samples.size()) +
                 " recording(s) were made at a lower rate than " + rate_hz +
                 " Hz and lack the upper part of the band";
  finding.command = "mote collect import DIR    # recordings made at " +
                    rate_hz + " Hz or more";
  return {finding};
}

std::vector<Finding> check_splits(const Dataset& dataset,
                                  const DataRequirements& wanted) {
  std::vector<Sample> samples = dataset.examples().samples();
  for (Sample& sample : samples) sample.label = label_of(sample, wanted);
  std::vector<Finding> findings;
  for (const auto& problem : split_problems(Dataset(samples, {}))) {
    findings.push_back({problem.fatal ? "empty_side" : "split",
                        problem.what,
                        {},
                        problem.hint});
  }
  return findings;
}

}  // namespace

std::vector<Finding> verify(const Store& store, const Dataset& dataset,
                            const DataRequirements& requirements, Run& run) {
  std::vector<Finding> findings = check_objects(store, dataset, run);
  for (const auto& more :
       {check_rates(dataset, requirements), check_counts(dataset, requirements),
        check_splits(dataset, requirements)}) {
    findings.insert(findings.end(), more.begin(), more.end());
  }
  return findings;
}

}  // namespace mote
