// The train stage: from labelled recordings to a network's weights.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "lib/augment/settings.h"
#include "lib/base/run.h"
#include "lib/dataset/dataset.h"
#include "lib/engine/event_log.h"
#include "lib/features/feature_block.h"
#include "lib/graph/graph.h"
#include "lib/settings/settings.h"

namespace mote {

// The section [train] of mote.toml. What is below 0 by default is chosen by
// the network: see recipe_for().
struct TrainSettings {
  int epochs = 40;
  int clips_an_epoch = 3000;  // drawn anew for each
  int passes = -1;            // over the clips of an epoch
  int batch = 100;
  std::string optimizer = "adamw";  // or "adam", "sgd"
  double learning_rate = -1;        // largest step
  double momentum = 0.9;            // sgd
  std::string schedule = "cosine";  // or "constant", "step"
  double warm_up = 0.05;            // cosine: share of the steps
  double weight_decay = 0.02;
  double label_smoothing = -1;
  double averaging = 0.995;  // decay of the weights' moving average; 0: none
  double dropout = -1;       // of all dropout layers; below 0: the model's own
  // How evenly labels are drawn: 1: each equally often, 0: by their number of
  // words. Scores are corrected for it (ScoreMapping::log_priors).
  double label_balance = 1;
  // Which epoch: the latest within a standard error of the best balanced
  // accuracy on the validation side, or "last".
  std::string keep = "best";
  int seed = 1;
  double augment_strength = -1;  // times how far `augment` goes
  AugmentSettings augment;

  static const FieldList& fields();
};

// The settings with nothing left open. Networks with batch norm learn from
// the full variety of clips, once each, with smoothed labels. Those without
// are smaller learners: a third of the variety, each clip three times, labels
// as they are, steps twice as large.
TrainSettings recipe_for(const Graph& graph, TrainSettings settings);

struct Training {
  Checkpoint checkpoint;
  // After each epoch: "training/loss", "validation/accuracy" ...
  std::vector<engine::EventScalars> history;
  std::vector<uint8_t> event_log;  // the same for TensorBoard
};

// Trains `graph` on the train side of `dataset` and measures it on the
// validation side after each epoch. Recordings of a class of the graph teach
// that class, all others teach "unknown" if the graph has it; "silence" is
// also cut from background recordings. `scores` says which label each class
// belongs to; the checkpoint's copy gets the priors of the sampling.
//
// Augmentation runs beside training on run.threads threads. Results depend on
// the data, the settings and the instruction set alone. The state is saved
// in run.scratch after each epoch (empty: not at all): a training that was
// killed goes on from there and gives the same bits as an unbroken one.
//
// The checkpoint's measures: training_loss, training_accuracy,
// validation_loss, validation_accuracy, validation_balanced_accuracy, epoch
// (the one kept), epochs.
//
// Throws Error for an empty side of the split, a class without recordings, or
// a loss that is no longer a number (naming step and layer), and Stopped.
Training train(const Dataset& dataset, const FeatureBlock& features,
               const Graph& graph, const ScoreMapping& scores,
               const TrainSettings& settings, Run& run);

}  // namespace mote
