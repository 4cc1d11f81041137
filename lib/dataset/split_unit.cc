#include "lib/dataset/split_unit.h"

#include <algorithm>
#include <cstdlib>
#include <map>

#include "lib/base/error.h"
#include "lib/base/hash.h"

namespace mote {
namespace {

using Given = std::unordered_set<std::string>;

// Where a sample lies in its recording: "walk.csv#17" or "walk.csv@12.5s".
struct Place {
  std::string recording;
  double position = 0;
};

Place place_of(const Sample& sample) {
  const size_t mark = sample.name.find_last_of("#@");
  if (mark == std::string::npos) return {sample.name, 0};
  const std::string position = sample.name.substr(mark + 1);
  return {sample.name.substr(0, mark), std::strtod(position.c_str(), nullptr)};
}

// The stretch of its file that a window is, in seconds; a sample of its own has
// none.
bool overlaps(const Sample& a, const Sample& b) {
  if (a.id != b.id || a.fixes.empty() || b.fixes.empty()) return false;
  const Fix &x = a.fixes.back(), &y = b.fixes.back();
  return x.kind == Fix::Kind::kTrim && y.kind == Fix::Kind::kTrim &&
         x.first < y.second && y.first < x.second;
}

// The samples that have a side to be decided, of one recording and label, in
// the order of time.
std::map<std::pair<std::string, std::string>, std::vector<size_t>> stretches(
    const std::vector<Sample>& samples, const Given& given) {
  std::map<std::pair<std::string, std::string>, std::vector<size_t>> all;
  std::vector<double> positions;
  for (size_t i = 0; i < samples.size(); ++i) {
    const Place place = place_of(samples[i]);
    positions.push_back(place.position);
    if (given.contains(samples[i].id)) continue;
    if (samples[i].label == kBackgroundLabel) continue;
    all[{place.recording, samples[i].label}].push_back(i);
  }
  for (auto& [key, indices] : all) {
    std::ranges::stable_sort(indices, {},
                             [&](size_t i) { return positions[i]; });
  }
  return all;
}

// Marks by an empty side what reaches over the border between two sides.
void leave_borders(const std::vector<size_t>& order,
                   std::vector<Sample>& samples) {
  for (size_t i = 0; i < order.size(); ++i) {
    for (size_t j = i + 1; j < order.size(); ++j) {
      Sample &a = samples[order[i]], &b = samples[order[j]];
      if (!overlaps(a, b)) break;
      if (a.split != b.split) a.split.clear();
    }
  }
}

void split_by_time(const SplitShares& shares, const Given& given,
                   std::vector<Sample>& samples) {
  for (const auto& [key, order] : stretches(samples, given)) {
    const size_t count = order.size();
    const size_t test = count * static_cast<size_t>(shares.test_percent) / 100;
    const size_t validation =
        count * static_cast<size_t>(shares.validation_percent) / 100;
    for (size_t i = 0; i < count; ++i) {
      const size_t left = count - i;
      samples[order[i]].split = left <= test                ? "test"
                                : left <= test + validation ? "validation"
                                                            : "train";
    }
    leave_borders(order, samples);
  }
  std::erase_if(samples, [](const Sample& sample) {
    return sample.split.empty() && sample.label != kBackgroundLabel;
  });
}

void split_by_sample(const SplitShares& shares, const Given& given,
                     std::vector<Sample>& samples) {
  for (Sample& sample : samples) {
    if (given.contains(sample.id) || sample.label == kBackgroundLabel) continue;
    sample.split =
        split_of_group(place_of(sample).recording + "/" + sample.id, shares);
  }
}

bool somebody_validates(const std::vector<Sample>& samples) {
  return std::ranges::any_of(samples, [](const Sample& sample) {
    return sample.label != kBackgroundLabel && sample.split == "validation";
  });
}

// Whether a manifest gives training and test, and nobody validates.
bool lacks_validation(const std::vector<Sample>& samples, const Given& given) {
  if (somebody_validates(samples)) return false;
  bool train = false, test = false;
  for (const Sample& sample : samples) {
    if (sample.label == kBackgroundLabel) continue;
    if (!given.contains(sample.id)) continue;
    train |= sample.split == "train";
    test |= sample.split == "test";
  }
  return train && test;
}

void take_validation(const std::string& unit, const SplitShares& shares,
                     const Given& given, std::vector<Sample>& samples) {
  for (Sample& sample : samples) {
    if (sample.split != "train" || !given.contains(sample.id)) continue;
    const std::string& name = unit == "group" ? sample.group : sample.name;
    const SplitShares only_validation = {shares.validation_percent, 0};
    sample.split = split_of_group(name, only_validation);
  }
}

}  // namespace

bool sides_stand(const std::string& unit, const Dataset& dataset) {
  return unit == "group" && somebody_validates(dataset.samples());
}

Dataset split_by(const std::string& unit, const Dataset& dataset,
                 const SplitShares& shares, const Given& given) {
  std::vector<Sample> samples = dataset.samples();
  if (unit == "sample") split_by_sample(shares, given, samples);
  if (unit == "time") split_by_time(shares, given, samples);
  if (lacks_validation(samples, given)) {
    take_validation(unit, shares, given, samples);
  }
  return Dataset(std::move(samples), [dataset](const Sample& sample) {
    return dataset.signal(sample);
  });
}

}  // namespace mote
