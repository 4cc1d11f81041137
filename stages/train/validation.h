// How good a network is on recordings it is not trained on.
#pragma once

#include <cstdint>
#include <vector>

#include "lib/engine/network.h"
#include "stages/train/clips.h"

namespace mote {

struct ValidationMeasures {
  double loss = 0;  // cross-entropy of the labels' scores, mean of labels
  double accuracy = 0;
  double balanced_accuracy = 0;  // mean of the labels' recalls
  double standard_error = 0;     // of balanced_accuracy
};

// Clips as they are, not varied, and cuts of background as silence.
class Validation {
 public:
  // Throws Error where there is nothing to measure on.
  Validation(const Dataset& dataset, const FeatureBlock& features,
             const Graph& graph, const ScoreMapping& scores,
             const TrainingClips& clips, Run& run);

  ValidationMeasures measure(engine::Network& network);

 private:
  const ScoreMapping scores_;
  std::vector<float> inputs_;
  std::vector<int> labels_;
  std::vector<float> logits_;
};

// Scores of the labels (they add up to one) from one sample's logits.
std::vector<double> label_scores(const ScoreMapping& scores,
                                 const float* logits);

}  // namespace mote
