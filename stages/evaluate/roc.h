// How well words are told from everything else, at every threshold.
#pragma once

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
  RocPoint chosen;               // the most words found with false alarms
                                 // within the limit
};

// `words` are the label indices of words. Empty when clips of one of the two
// kinds are missing.
Roc word_roc(const std::vector<Prediction>& predictions,
             const std::vector<int>& words, double false_positive_limit);

}  // namespace mote
