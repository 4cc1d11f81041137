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
  size_t samples = 0, recorded = 0;
  std::set<std::string> groups;
};

// Words can be synthesized; what other sensors deliver cannot.
bool is_spoken(const Evidence& evidence) {
  return std::ranges::all_of(evidence.samples(), [](const Sample& sample) {
    return sample.kind == "audio";
  });
}

std::map<std::string, LabelCount> count_labels(const Evidence& evidence) {
  std::map<std::string, LabelCount> counts;
  for (const std::string& label : evidence.wanted.labels) {
    if (label != kSilence) counts[label];
  }
  for (const Sample& sample : evidence.samples()) {
    if (sample.label == kBackgroundLabel || sample.label == kSilence ||
        sample.label == kUnlabelled) {
      continue;
    }
    LabelCount& count = counts[label_of(sample, evidence.wanted)];
    ++count.samples;
    if (sample.source == "recorded") ++count.recorded;
    count.groups.insert(sample.group);
  }
  return counts;
}

std::string more_of(const std::string& label) {
  if (label == kUnknown) {
    return "mote collect import FOLDER, with recordings of other labels";
  }
  return "mote collect import FOLDER --label " + shell_quoted(label) +
         ", with recordings of it";
}

// A finding about a label that `missing` more recordings mend. Clips that were
// synthesized are made again first, so they count.
Finding needs_more(const Evidence& evidence, const char* kind,
                   const std::string& label, const std::string& what,
                   const LabelCount& count, size_t missing) {
  Finding made{kind, what};
  made.hint = more_of(label);
  if (label != kUnknown && is_spoken(evidence)) {
    const size_t clips = count.samples - count.recorded + missing;
    made.command = "mote collect synthesize " + shell_quoted(label) +
                   " --clips " + std::to_string(clips);
  }
  return made;
}

std::string too_few(const std::string& label, size_t have,
                    const std::string& counted, size_t need) {
  return "label '" + label + "' has " + std::to_string(have) + " " + counted +
         " of the " + std::to_string(need) + " required";
}

}  // namespace

Findings find_few_samples(const Evidence& evidence, const Run&) {
  const auto least =
      static_cast<size_t>(std::max(evidence.wanted.min_samples_per_label, 1));
  Findings findings;
  for (const auto& [label, count] : count_labels(evidence)) {
    if (count.samples >= least) continue;
    findings.push_back(
        needs_more(evidence, "few_samples", label,
                   too_few(label, count.samples, "recordings", least), count,
                   least - count.samples));
  }
  return findings;
}

Findings find_few_groups(const Evidence& evidence, const Run&) {
  const auto least = static_cast<size_t>(evidence.wanted.min_groups_per_label);
  Findings findings;
  for (const auto& [label, count] : count_labels(evidence)) {
    const size_t groups = count.groups.size();
    if (groups >= least) continue;
    // One clip in six is of a few voices that come again.
    findings.push_back(needs_more(evidence, "few_groups", label,
                                  too_few(label, groups, "groups", least),
                                  count, (least - groups) * 6 / 5 + 2));
  }
  return findings;
}

Findings find_few_recorded(const Evidence& evidence, const Run&) {
  const auto least = static_cast<size_t>(evidence.wanted.min_recorded_percent);
  Findings findings;
  for (const auto& [label, count] : count_labels(evidence)) {
    if (count.recorded * 100 >= count.samples * least) continue;
    Finding made{"few_recorded",
                 "label '" + label + "' has " + std::to_string(count.recorded) +
                     " recorded samples of " + std::to_string(count.samples) +
                     ", " + std::to_string(least) + " % are required"};
    made.hint = more_of(label);
    findings.push_back(made);
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
    findings.push_back(advice(needs_more(
        evidence, "imbalance", label,
        "label '" + label + "' has " + std::to_string(count.samples) +
            " recordings, label '" + largest + "' " + std::to_string(most),
        count, most / kImbalance + 1 - count.samples)));
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
    if (problem.torn) continue;  // find_torn_groups() names the samples
    Finding made{problem.fatal ? "empty_side" : "split", problem.what};
    made.hint = problem.hint;
    findings.push_back(made);
  }
  return findings;
}

// All but the samples on the side where the group has most are to go.
Findings find_torn_groups(const Evidence& evidence, const Run&) {
  std::map<std::string, std::map<std::string, Places>> sides;
  for (size_t i = 0; i < evidence.samples().size(); ++i) {
    const Sample& sample = evidence.samples()[i];
    if (sample.label == kBackgroundLabel || sample.split.empty()) continue;
    sides[sample.group][sample.split].push_back(i);
  }
  Findings findings;
  for (const auto& [group, by_side] : sides) {
    if (by_side.size() < 2) continue;
    const auto most = std::ranges::max_element(
        by_side, {}, [](const auto& side) { return side.second.size(); });
    Places elsewhere;
    for (const auto& [side, places] : by_side) {
      if (side == most->first) continue;
      elsewhere.insert(elsewhere.end(), places.begin(), places.end());
    }
    findings.push_back(finding(
        evidence, "group_leak",
        "group '" + group + "' is on the side '" + most->first +
            "' and, with " + std::to_string(elsewhere.size()) +
            " recording(s), on another: results will look better than they are",
        elsewhere, {Mending::Kind::kExclude, "group on another side"}));
  }
  return findings;
}

}  // namespace mote
