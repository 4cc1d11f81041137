// Which side of the split a sample is on.
//
// The side is a function of the group's name alone, so it stays when data is
// added, and one group (a speaker) is never on two sides. A side given by a
// manifest wins, for the sample and for the rest of its group.
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "lib/dataset/dataset.h"
#include "lib/dataset/split_tally.h"

namespace mote {

// Per cent of the groups; the rest trains.
struct SplitShares {
  int validation_percent = 10;
  int test_percent = 10;
};

// "train", "validation" or "test".
std::string split_of_group(std::string_view group, const SplitShares& shares);

// Decides sides one sample at a time.
class SideRule {
 public:
  SideRule() = default;
  // `given`: group -> the side that a manifest gives one of its samples.
  SideRule(const SplitShares& shares,
           std::unordered_map<std::string, std::string> given);

  // The side of a sample with this side given ("": none), label and group.
  // The text lives as long as the rule and `given_side` do.
  std::string_view side(std::string_view given_side, std::string_view label,
                        std::string_view group) const;

 private:
  SplitShares shares_;
  std::unordered_map<std::string, std::string> given_;
};

// Fills every empty Sample::split, but of background recordings: they are few
// and long, and those without a given side serve every side.
void decide_splits(std::vector<Sample>& samples, const SplitShares& shares);

std::vector<SplitProblem> split_problems(const Dataset& dataset);

// The examples of one side. Throws Error, saying how to fill it, when there
// are none.
Dataset require_split(const Dataset& dataset, std::string_view split);

}  // namespace mote
