// The clips of a training: which is drawn, and its features.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "lib/augment/augment.h"
#include "lib/dataset/dataset.h"
#include "lib/features/feature_block.h"
#include "lib/graph/graph.h"
#include "stages/train/input_scale.h"
#include "stages/train/train.h"

namespace mote {

// The class that recordings of `label` teach, or -1.
int class_of(const Graph& graph, const std::string& label);

// Recordings to draw from, held in memory. Const and safe from many threads
// once made.
class TrainingClips {
 public:
  TrainingClips(const Dataset& dataset, const FeatureBlock& features,
                const Graph& graph, const ScoreMapping& scores,
                const TrainSettings& settings, Run& run);

  // Draws and varies clip number `clip` of the whole training, writes its
  // features and returns its class.
  int make(int64_t clip, std::span<int8_t> features) const;

  // The logarithm of how often the label of each class is drawn.
  std::vector<double> log_priors() const;

  const Augmenter& augmenter() const { return augmenter_; }
  const InputScale& scale() const { return scale_; }

 private:
  // Recordings of one word, or silence (no recordings).
  struct Word {
    int class_index = 0;
    std::vector<size_t> recordings;
  };
  struct Recording {
    std::string id;
    std::vector<int16_t> samples;
  };

  void load(const Dataset& dataset, Run& run);
  InputScale measure_inputs(const Graph& graph, int threads) const;
  void group(const Dataset& dataset, const Graph& graph,
             const ScoreMapping& scores);

  const FeatureBlock& features_;
  TrainSettings settings_;
  std::vector<int> groups_;  // label of each class
  Augmenter augmenter_;
  std::vector<Recording> recordings_;
  std::vector<std::vector<Word>> labels_;  // the words of each label
  std::vector<double> shares_;             // of each label; they add up to 1
  InputScale scale_;
};

}  // namespace mote
