// From predictions to figures: pure functions.
#pragma once

#include <string>
#include <vector>

namespace mote {

// What a detector said of one clip.
struct Prediction {
  std::string name;
  int truth = 0;            // label indices
  int predicted = 0;        // the label with the highest score, the first of
                            // equals
  std::vector<int> scores;  // one a label, 0..32,768
};

int best_label(const std::vector<int>& scores);

struct Bounds {
  double low = 0, high = 0;
};

// [truth][predicted] counts.
using Confusion = std::vector<std::vector<int>>;
Confusion count_confusion(const std::vector<Prediction>& predictions,
                          size_t label_count);

struct ClassMetrics {
  std::string label;
  int samples = 0;
  int correct = 0;
  double precision = 0, recall = 0, f1 = 0;  // 0 where undefined
  Bounds recall_interval;
};
std::vector<ClassMetrics> class_metrics(const Confusion& confusion,
                                        const std::vector<std::string>& labels);

double accuracy(const Confusion& confusion);
// The mean recall of the classes that have samples.
double balanced_accuracy(const Confusion& confusion);
// Without the clips of one label (and its row).
Confusion without_label(const Confusion& confusion, int label);

// Wilson's score interval (Wilson 1927) of a share at 95 % confidence.
Bounds wilson_interval(int correct, int samples);

// 95 % bootstrap interval of the balanced accuracy (Efron 1979; 2,000
// resamples within each class, from its recall with half a clip of either kind
// added; the same answer each time).
Bounds bootstrap_balanced(const Confusion& confusion);

}  // namespace mote
