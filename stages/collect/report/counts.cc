#include "stages/collect/report/counts.h"

#include <algorithm>

namespace mote {
namespace {

constexpr int kBins = 30;
constexpr size_t kLargestGroups = 10;

void count(Tally& tally, const SampleText& sample) {
  ++tally.samples;
  tally.seconds += sample.seconds();
}

void count(Tallies& tallies, std::string_view name, const SampleText& sample) {
  auto at = tallies.find(name);
  if (at == tallies.end()) at = tallies.emplace(name, Tally()).first;
  count(at->second, sample);
}

}  // namespace

void DataCounter::add(const SampleText& sample) {
  if (!sample.excluded.empty()) {
    count(excluded_, sample);
    return;
  }
  const std::string_view side = sample.split.empty() ? "every" : sample.split;
  count(all_, sample);
  count(sides_, side, sample);
  count(sources_, sample.source, sample);
  count(origins_, sample.origin, sample);
  count(kinds_, sample.kind, sample);
  count(rates_[sample.rate_hz], sample);
  auto label = labels_.find(sample.label);
  if (label == labels_.end()) {
    label = labels_.emplace(sample.label, Label()).first;
  }
  count(label->second.tally, sample);
  if (sample.seconds() > 0) label->second.seconds.push_back(sample.seconds());
  ++groups_[std::string(sample.group)];
  split_.add(sample.label, side, sample.group);
}

DataCounts DataCounter::counts() const {
  DataCounts result{all_,     excluded_, {},     sides_,         sources_,
                    origins_, kinds_,    rates_, groups_.size(), {},
                    {},       {},        {}};
  std::vector<double> seconds, sizes;
  const auto by_side = split_.counts();
  for (const auto& [name, label] : labels_) {
    LabelCounts counts{
        name, label.tally, 0, {}, distribution_of(label.seconds)};
    for (const auto& [side, of] : by_side.at(name)) {
      counts.sides[side] = of.samples;
      counts.groups += of.groups;
    }
    result.labels.push_back(std::move(counts));
    if (name == kBackgroundLabel) continue;
    seconds.insert(seconds.end(), label.seconds.begin(), label.seconds.end());
  }
  for (const auto& [group, size] : groups_) {
    sizes.push_back(static_cast<double>(size));
    result.largest.emplace_back(group, size);
  }
  const auto larger = [](const auto& a, const auto& b) {
    return a.second != b.second ? a.second > b.second : a.first < b.first;
  };
  const size_t shown = std::min(result.largest.size(), kLargestGroups);
  std::partial_sort(result.largest.begin(),
                    result.largest.begin() + static_cast<ptrdiff_t>(shown),
                    result.largest.end(), larger);
  result.largest.resize(shown);
  result.group_sizes = distribution_of(std::move(sizes));
  result.durations = histogram_of(seconds, kBins);
  result.seconds = distribution_of(std::move(seconds));
  return result;
}

}  // namespace mote
