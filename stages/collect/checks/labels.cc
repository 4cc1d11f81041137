// Counts: samples and groups a label, sides, leaks from one side to another.
#include <algorithm>
#include <map>
#include <set>

#include "lib/dataset/splits.h"
#include "stages/collect/checks/check.h"
#include "stages/collect/checks/mending.h"

namespace mote {
namespace {

constexpr const char* kSilence = "silence";
constexpr const char* kUnknown = "unknown";
constexpr size_t kImbalance = 10;  // times as many samples

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

std::map<std::string, LabelCount> count_labels(const Evidence& evidence) {
  std::map<std::string, LabelCount> counts;
  for (const std::string& label : evidence.wanted.labels) {
    if (label != kSilence) counts[label];
  }
  for (const Sample& sample : evidence.samples()) {
    if (sample.label == kBackgroundLabel || sample.label == kSilence) continue;
    LabelCount& count = counts[label_of(sample, evidence.wanted)];
    ++count.samples;
    count.groups.insert(sample.group);
  }
  return counts;
}

std::string collect_command(const std::string& label) {
  if (label == kUnknown) {
    return "mote collect import DIR    # recordings of other words";
  }
  return "mote collect import DIR --label " + shell_quoted(label) +
         "    # or: mote collect synthesize " + shell_quoted(label);
}

Finding too_few(const std::string& kind, const std::string& label,
                const std::string& counted, size_t have, size_t need) {
  return {kind,
          "label '" + label + "' has " + std::to_string(have) + " " + counted +
              " of the " + std::to_string(need) + " required",
          {},
          collect_command(label)};
}

}  // namespace

Findings find_few_samples(const Evidence& evidence, const Run&) {
  const auto least =
      static_cast<size_t>(std::max(evidence.wanted.min_samples_per_label, 1));
  Findings findings;
  for (const auto& [label, count] : count_labels(evidence)) {
    if (count.samples >= least) continue;
    findings.push_back(
        too_few("few_samples", label, "recordings", count.samples, least));
  }
  return findings;
}

Findings find_few_groups(const Evidence& evidence, const Run&) {
  const auto least = static_cast<size_t>(evidence.wanted.min_groups_per_label);
  Findings findings;
  for (const auto& [label, count] : count_labels(evidence)) {
    if (count.groups.size() >= least) continue;
    findings.push_back(too_few("few_groups", label, "groups (speakers)",
                               count.groups.size(), least));
  }
  return findings;
}

Findings find_imbalance(const Evidence& evidence, const Run&) {
  size_t most = 0;
  std::string largest;
  const auto counts = count_labels(evidence);
  for (const auto& [label, count] : counts) {
    if (label == kUnknown || count.samples <= most) continue;
    most = count.samples;
    largest = label;
  }
  Findings findings;
  for (const auto& [label, count] : counts) {
    if (label == kUnknown || count.samples == 0) continue;
    if (count.samples * kImbalance > most) continue;
    findings.push_back(
        {"imbalance",
         "label '" + label + "' has " + std::to_string(count.samples) +
             " recordings, label '" + largest + "' " + std::to_string(most),
         {},
         collect_command(label),
         true});
  }
  return findings;
}

Findings find_split_problems(const Evidence& evidence, const Run&) {
  std::vector<Sample> samples = evidence.dataset.examples().samples();
  for (Sample& sample : samples) {
    sample.label = label_of(sample, evidence.wanted);
  }
  Findings findings;
  for (const auto& problem : split_problems(Dataset(samples, {}))) {
    findings.push_back({problem.fatal ? "empty_side" : "split",
                        problem.what,
                        {},
                        problem.hint});
  }
  return findings;
}

}  // namespace mote
