#include "lib/dataset/splits.h"

#include <array>
#include <map>
#include <set>

#include "lib/base/error.h"
#include "lib/base/hash.h"

namespace mote {
namespace {

constexpr std::array kSides = {"train", "validation", "test"};

std::string use_of(std::string_view split) {
  if (split == "train") return "train on";
  if (split == "validation") return "choose the best epoch by";
  return "test on";
}

std::string how_to_fill(size_t groups) {
  if (groups < kSides.size()) {
    return "Add recordings of more groups (speakers, devices): each is kept "
           "on one side, so three are the least.";
  }
  return "Add recordings of more groups, raise collect.validation_percent or "
         "collect.test_percent, or give the sides yourself in the column "
         "'split' of a manifest.csv.";
}

std::string_view side_of_hash(uint64_t hash, const SplitShares& shares) {
  constexpr uint64_t kParts = 10000;
  const auto place = static_cast<int>(hash % kParts);
  const int test_end = shares.test_percent * 100;
  const int validation_end = test_end + shares.validation_percent * 100;
  if (place < test_end) return "test";
  return place < validation_end ? "validation" : "train";
}

struct LabelSides {
  std::map<std::string, size_t> samples;  // side -> count
  std::set<std::string> groups;
};

}  // namespace

std::string split_of_group(std::string_view group, const SplitShares& shares) {
  return std::string(side_of_hash(hash64(group), shares));
}

SideRule::SideRule(const SplitShares& shares,
                   std::unordered_map<std::string, std::string> given)
    : shares_(shares), given_(std::move(given)) {}

std::string_view SideRule::side(std::string_view given_side,
                                std::string_view label,
                                std::string_view group) const {
  if (!given_side.empty() || label == kBackgroundLabel) return given_side;
  if (!given_.empty()) {
    const auto found = given_.find(std::string(group));
    if (found != given_.end()) return found->second;
  }
  return side_of_hash(hash64(group), shares_);
}

void decide_splits(std::vector<Sample>& samples, const SplitShares& shares) {
  std::unordered_map<std::string, std::string> given;
  for (const Sample& sample : samples) {
    if (!sample.split.empty()) given.emplace(sample.group, sample.split);
  }
  const SideRule rule(shares, std::move(given));
  for (Sample& sample : samples) {
    if (!sample.split.empty()) continue;
    sample.split = rule.side("", sample.label, sample.group);
  }
}

std::vector<SplitProblem> split_problems(const Dataset& dataset) {
  std::map<std::string, LabelSides> labels;
  std::map<std::string, std::set<std::string>> sides_of_group;
  std::set<std::string> sides;
  for (const Sample& sample : dataset.samples()) {
    if (sample.label == kBackgroundLabel) continue;
    ++labels[sample.label].samples[sample.split];
    labels[sample.label].groups.insert(sample.group);
    sides_of_group[sample.group].insert(sample.split);
    sides.insert(sample.split);
  }
  if (sides_of_group.empty()) {
    return {{"there are no recordings yet",
             "Add some: mote collect import DIR (a folder a label), or mote "
             "collect synthesize WORD...",
             true}};
  }
  std::vector<SplitProblem> problems;
  for (const char* side : kSides) {
    if (sides.count(side) != 0) continue;
    problems.push_back({"there is nothing to " + use_of(side) + ": the side '" +
                            side + "' is empty, all " +
                            std::to_string(sides_of_group.size()) +
                            " group(s) are elsewhere",
                        how_to_fill(sides_of_group.size()), true});
  }
  for (const auto& [label, content] : labels) {
    for (const std::string& side : sides) {
      if (content.samples.count(side) != 0) continue;
      problems.push_back({"label '" + label + "' has nothing to " +
                              use_of(side) + ": none of its " +
                              std::to_string(content.groups.size()) +
                              " group(s) is on the side '" + side + "'",
                          how_to_fill(content.groups.size()), false});
    }
  }
  for (const auto& [group, on] : sides_of_group) {
    if (on.size() < 2) continue;
    problems.push_back(
        {"group '" + group + "' is on more than one side, as its manifest says",
         "Results on it will look better than they are: correct the column "
         "'split' of the manifest.",
         false});
  }
  return problems;
}

Dataset require_split(const Dataset& dataset, std::string_view split) {
  Dataset side = dataset.split(split).examples();
  if (!side.empty()) return side;
  std::set<std::string> groups;
  for (const Sample& sample : dataset.examples().samples()) {
    groups.insert(sample.group);
  }
  throw Error("the side '" + std::string(split) + "' of the data is empty",
              std::to_string(dataset.examples().size()) + " recording(s) of " +
                  std::to_string(groups.size()) + " group(s)",
              how_to_fill(groups.size()));
}

}  // namespace mote
