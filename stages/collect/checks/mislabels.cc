#include "stages/collect/checks/mislabels.h"

#include <algorithm>
#include <map>

#include "stages/collect/checks/comparison.h"
#include "stages/collect/checks/label_scores.h"
#include "stages/collect/checks/mending.h"

namespace mote {
namespace {

constexpr size_t kFewestPoints = 20;
constexpr size_t kMostShare = 10;  // one in ten samples is listed at most

// A number for each different text, in order of appearance.
class Numbering {
 public:
  size_t operator()(const std::string& text) {
    const auto [at, added] = numbers_.emplace(text, texts_.size());
    if (added) texts_.push_back(text);
    return at->second;
  }
  const std::vector<std::string>& texts() const { return texts_; }

 private:
  std::map<std::string, size_t> numbers_;
  std::vector<std::string> texts_;
};

// The mean score of each label over the samples that have it: from there on a
// sample may be counted as one of that label.
std::vector<float> thresholds(const LabelScores& scores,
                              const std::vector<size_t>& labels) {
  std::vector<float> sums(scores.labels), counts(scores.labels);
  for (size_t i = 0; i < labels.size(); ++i) {
    sums[labels[i]] += scores.at(i, labels[i]);
    ++counts[labels[i]];
  }
  for (size_t k = 0; k < sums.size(); ++k) sums[k] /= counts[k];
  return sums;
}

size_t best_other(const LabelScores& scores, size_t row, size_t own) {
  size_t best = own == 0 ? 1 : 0;
  for (size_t k = 0; k < scores.labels; ++k) {
    if (k != own && scores.at(row, k) > scores.at(row, best)) best = k;
  }
  return best;
}

void add_suspicions(const Evidence& evidence, const Points& points,
                    const Run& run, std::vector<Suspicion>& result) {
  Numbering label_number, group_number;
  std::vector<size_t> labels, groups;
  for (size_t sample : points.samples) {
    labels.push_back(label_number(evidence.samples()[sample].label));
    groups.push_back(group_number(evidence.samples()[sample].group));
  }
  const size_t count = label_number.texts().size();
  if (count < 2) return;
  const LabelScores scores =
      out_of_group_scores(points, labels, count, groups, run);
  const auto usual = thresholds(scores, labels);
  for (size_t i = 0; i < labels.size(); ++i) {
    const size_t other = best_other(scores, i, labels[i]);
    const float doubt = scores.at(i, other) - scores.at(i, labels[i]);
    result.push_back({points.samples[i], label_number.texts()[other], doubt,
                      doubt > 0 && scores.at(i, other) >= usual[other]});
  }
}

Points without_unlabelled(const Evidence& evidence, const Points& points) {
  Points kept{{}, points.dimensions, {}};
  for (size_t i = 0; i < points.size(); ++i) {
    if (evidence.samples()[points.samples[i]].label == kUnlabelled) continue;
    kept.samples.push_back(points.samples[i]);
    kept.rows.insert(kept.rows.end(), points.row(i).begin(),
                     points.row(i).end());
  }
  return kept;
}

}  // namespace

std::vector<Suspicion> suspicions(const Evidence& evidence, const Run& run) {
  std::vector<Suspicion> result;
  for (const Points& points : comparable(evidence, kFewestPoints)) {
    add_suspicions(evidence, without_unlabelled(evidence, points), run, result);
  }
  std::stable_sort(
      result.begin(), result.end(),
      [](const Suspicion& a, const Suspicion& b) { return a.doubt > b.doubt; });
  return result;
}

Findings find_mislabels(const Evidence& evidence, const Run& run) {
  Findings findings;
  const auto all = suspicions(evidence, run);
  for (const Suspicion& suspicion : all) {
    if (findings.size() * kMostShare >= all.size()) break;
    if (!suspicion.confident) continue;
    const Sample& sample = evidence.samples()[suspicion.sample];
    findings.push_back(advice(finding(
        evidence, "mislabel",
        sample.name + " is labelled '" + sample.label + "' but is more like '" +
            suspicion.label + "'",
        {suspicion.sample}, {Mending::Kind::kRelabel, suspicion.label})));
  }
  return findings;
}

}  // namespace mote
