// What a data set holds, by what is known of its samples without opening them.
#pragma once

#include <map>
#include <string>
#include <unordered_map>
#include <vector>

#include "lib/dataset/sample_text.h"
#include "lib/dataset/split_tally.h"
#include "stages/collect/report/distribution.h"

namespace mote {

struct Tally {
  size_t samples = 0;
  double seconds = 0;
};

// By name; a side that is not decided is "every", other names may be empty.
using Tallies = std::map<std::string, Tally, std::less<>>;

struct LabelCounts {
  std::string label;
  Tally all;
  size_t groups = 0;
  std::map<std::string, size_t> sides;  // samples
  Distribution seconds;                 // of those with a duration
};

struct DataCounts {
  Tally all, excluded;              // `all` without those excluded
  std::vector<LabelCounts> labels;  // by name
  Tallies sides, sources, origins, kinds;
  std::map<double, Tally> rates;  // by Hz; 0: without
  size_t groups = 0;
  Distribution group_sizes;                             // in samples
  std::vector<std::pair<std::string, size_t>> largest;  // groups, ten at most
  // Of those that have a duration and are no background, in seconds.
  Distribution seconds;
  Histogram durations;
};

// Counts one sample at a time, keeping no more than its length.
class DataCounter {
 public:
  void add(const SampleText& sample);
  DataCounts counts() const;

 private:
  struct Label {
    Tally tally;
    std::vector<double> seconds;
  };

  Tally all_, excluded_;
  std::map<std::string, Label, std::less<>> labels_;
  Tallies sides_, sources_, origins_, kinds_;
  std::map<double, Tally> rates_;
  std::unordered_map<std::string, size_t> groups_;
  SplitTally split_;
};

}  // namespace mote
