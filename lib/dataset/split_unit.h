// Sides where there are too few groups to set some of them apart.
#pragma once

#include <string>
#include <unordered_set>

#include "lib/dataset/dataset.h"
#include "lib/dataset/splits.h"

namespace mote {

// Whether split_by() would change nothing, whatever a manifest gives: sides are
// by group, and somebody validates.
bool sides_stand(const std::string& unit, const Dataset& dataset);

// The data set with sides by `unit`:
//
//   group   as they are (splits.h): who is tested on was never learned from
//   sample  by the sample's name, whoever made it: says little of other people
//           or machines
//   time    of each recording and label the last test_percent are tested on,
//           and those before validate; windows that reach over a border are
//           left out. Says little of other days.
//
// Sides that a manifest gives stay. But where it gives training and test and no
// validation at all, validation is taken from what it gives to training, with
// `group` by groups.
//
// `given`: the samples, by their id, whose side a manifest gives.
Dataset split_by(const std::string& unit, const Dataset& dataset,
                 const SplitShares& shares,
                 const std::unordered_set<std::string>& given);

}  // namespace mote
