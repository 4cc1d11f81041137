// Which side of the split a sample is on.
//
// The side is a function of the group's name alone, so it stays when data is
// added, and one group (a speaker) is never on two sides. A side given by a
// manifest wins, for the sample and for the rest of its group.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "lib/dataset/dataset.h"

namespace mote {

// Per cent of the groups; the rest trains.
struct SplitShares {
  int validation_percent = 10;
  int test_percent = 10;
};

// "train", "validation" or "test".
std::string split_of_group(std::string_view group, const SplitShares& shares);

// Fills every empty Sample::split, but of background recordings: they are few
// and long, and those without a given side serve every side.
void decide_splits(std::vector<Sample>& samples, const SplitShares& shares);

// Something about the split that a user should know: "label 'left' has no
// sample to test on: all 3 groups are on the side train".
struct SplitProblem {
  std::string what;
  std::string hint;
  bool fatal = false;  // a whole side is empty
};
std::vector<SplitProblem> split_problems(const Dataset& dataset);

// The examples of one side. Throws Error, saying how to fill it, when there
// are none.
Dataset require_split(const Dataset& dataset, std::string_view split);

}  // namespace mote
