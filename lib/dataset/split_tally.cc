#include "lib/dataset/split_tally.h"

#include <algorithm>
#include <array>
#include <bit>

#include "lib/dataset/sample.h"

namespace mote {
namespace {

constexpr std::array kSides = {"train", "validation", "test"};

std::string use_of(std::string_view split) {
  if (split == "train") return "train on";
  if (split == "validation") return "choose the best epoch by";
  return "test on";
}

bool is_example(std::string_view label) {
  return label != kBackgroundLabel && label != kUnlabelled;
}

SplitProblem empty_side(const std::string& side, size_t groups) {
  return {"there is nothing to " + use_of(side) + ": the side '" + side +
              "' is empty, all " + std::to_string(groups) +
              " group(s) are elsewhere",
          how_to_fill(groups), true, false};
}

SplitProblem label_gap(const std::string& label, const std::string& side,
                       size_t groups) {
  return {"label '" + label + "' has nothing to " + use_of(side) +
              ": none of its " + std::to_string(groups) +
              " group(s) is on the side '" + side + "'",
          how_to_fill(groups)};
}

SplitProblem torn_group(const std::string& group) {
  return {
      "group '" + group + "' is on more than one side, as its manifest says",
      "Results on it will look better than they are: correct the column "
      "'split' of the manifest.",
      false, true};
}

}  // namespace

std::string how_to_fill(size_t groups) {
  if (groups < kSides.size()) {
    return "Add recordings of more groups (speakers, devices): each is kept "
           "on one side, so three are the least.";
  }
  return "Add recordings of more groups, raise collect.validation_percent or "
         "collect.test_percent, or give the sides yourself in the column "
         "'split' of a manifest.csv.";
}

// Sides are few: train, validation, test, and none.
size_t SplitTally::place_of(std::string_view side) {
  const auto found = std::find(sides_.begin(), sides_.end(), side);
  const auto place = static_cast<size_t>(found - sides_.begin());
  if (found == sides_.end()) sides_.emplace_back(side);
  return std::min<size_t>(place, 31);
}

void SplitTally::add(std::string_view label, std::string_view side,
                     std::string_view group) {
  const size_t place = place_of(side);
  auto found = labels_.find(label);
  if (found == labels_.end()) {
    found = labels_.emplace(label, Label()).first;
  }
  Label& counted = found->second;
  counted.samples.resize(std::max(counted.samples.size(), sides_.size()));
  ++counted.samples[place];
  auto known = counted.groups.find(group);
  if (known == counted.groups.end()) {
    known = counted.groups.emplace(group, 0).first;
  }
  known->second |= uint32_t{1} << place;
}

std::map<std::string, std::map<std::string, SplitTally::Count>>
SplitTally::counts() const {
  std::map<std::string, std::map<std::string, Count>> counts;
  for (const auto& [label, counted] : labels_) {
    for (size_t side = 0; side < counted.samples.size(); ++side) {
      if (counted.samples[side] == 0) continue;
      Count& count = counts[label][sides_[side]];
      count.samples = counted.samples[side];
      for (const auto& [group, on] : counted.groups) {
        count.groups += on >> side & 1;
      }
    }
  }
  return counts;
}

SplitTally::Groups SplitTally::groups_of_examples() const {
  Groups groups;
  for (const auto& [label, counted] : labels_) {
    if (!is_example(label)) continue;
    for (const auto& [group, on] : counted.groups) groups[group] |= on;
  }
  return groups;
}

std::vector<SplitProblem> SplitTally::problems() const {
  const Groups groups = groups_of_examples();
  if (groups.empty()) {
    return {{"there are no recordings yet", kAddRecordings, true, false}};
  }
  uint32_t used = 0;
  std::map<std::string, uint32_t> torn;
  for (const auto& [group, on] : groups) {
    used |= on;
    if (std::popcount(on) > 1) torn.emplace(group, on);
  }
  std::map<std::string, size_t> sides;  // those in use, by name
  for (size_t side = 0; side < sides_.size(); ++side) {
    if ((used >> side & 1) != 0) sides.emplace(sides_[side], side);
  }
  std::vector<SplitProblem> problems;
  for (const char* side : kSides) {
    if (sides.count(side) == 0) {
      problems.push_back(empty_side(side, groups.size()));
    }
  }
  for (const auto& [label, counted] : labels_) {
    if (!is_example(label)) continue;
    for (const auto& [name, side] : sides) {
      if (side < counted.samples.size() && counted.samples[side] > 0) continue;
      problems.push_back(label_gap(label, name, counted.groups.size()));
    }
  }
  for (const auto& [group, on] : torn) problems.push_back(torn_group(group));
  return problems;
}

}  // namespace mote
