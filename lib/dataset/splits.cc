#include "lib/dataset/splits.h"

#include <set>

#include "lib/base/error.h"
#include "lib/base/hash.h"

namespace mote {
namespace {

std::string_view side_of_hash(uint64_t hash, const SplitShares& shares) {
  constexpr uint64_t kParts = 10000;
  const auto place = static_cast<int>(hash % kParts);
  const int test_end = shares.test_percent * 100;
  const int validation_end = test_end + shares.validation_percent * 100;
  if (place < test_end) return "test";
  return place < validation_end ? "validation" : "train";
}

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
  SplitTally tally;
  for (const Sample& sample : dataset.samples()) {
    tally.add(sample.label, sample.split, sample.group);
  }
  return tally.problems();
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
