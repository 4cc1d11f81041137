// How well words are told from everything else, at every threshold.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "stages/evaluate/metrics.h"

namespace mote {

// At a threshold (0..1): the share of word clips whose own word reaches it
// and is the best word, and the share of other clips where any word does.
struct RocPoint {
  double threshold = 0;
  double true_positive_rate = 0;
  double false_positive_rate = 0;
};

struct Roc {
  std::vector<RocPoint> points;  // by falling threshold
  double area = 0;               // under the curve, 0..1
};

// The label indices of words: all labels but silence and unknown.
std::vector<int> word_labels(const std::vector<std::string>& labels);

// `words` are the label indices of words. Empty when clips of one of the two
// kinds are missing.
Roc word_roc(const std::vector<Prediction>& predictions,
             const std::vector<int>& words);

// What one threshold does.
struct OperatingPoint {
  double threshold = 0;
  int words = 0, found = 0;    // clips of words; their own word reaches it
  int others = 0, alarms = 0;  // other clips; those where any word reaches it

  double found_share() const;  // 0 without clips
  double alarm_share() const;
};

OperatingPoint operating_point(const std::vector<Prediction>& predictions,
                               const std::vector<int>& words, double threshold);

// The threshold, in hundredths, that finds the most words with no more false
// alarms than `alarm_limit`; of a range of equals the middle, which is what
// new clips change least. Nothing when clips of one kind are missing.
std::optional<OperatingPoint> choose_operating_point(
    const std::vector<Prediction>& predictions, const std::vector<int>& words,
    double alarm_limit);

}  // namespace mote
