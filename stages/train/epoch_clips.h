// The clips of an epoch, made ahead by any threads in any order.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "stages/train/clips.h"

namespace mote {

// Holds the clips of the epoch that is trained on and of the next one. What
// clip n of the training holds depends on n alone, and so does what a batch
// holds on its epoch, pass and place.
class EpochClips {
 public:
  // From `first_epoch` on.
  EpochClips(const TrainingClips& clips, int64_t input_size,
             const TrainSettings& settings, int first_epoch);

  // Makes the next clip, if there is room for one: background work.
  bool make_one();

  // The next batch of the current epoch: its first pass takes the clips as
  // they are made (and helps to make them), later ones in a new order each.
  // Valid until the next call.
  struct Batch {
    std::span<const float> inputs;
    std::span<const int> labels;
  };
  Batch next_batch();
  // After all passes: makes room for the epoch after the next.
  void next_epoch();

 private:
  void start_pass();
  void wait_for(int64_t clip);

  const TrainingClips& clips_;
  int64_t input_size_;
  int64_t clips_an_epoch_;
  int64_t last_;  // clip of the training
  uint64_t seed_;
  std::atomic<int64_t> next_;   // to make
  std::atomic<int64_t> freed_;  // the first clip of the current epoch
  std::vector<int8_t> features_;
  std::vector<int> labels_;
  std::unique_ptr<std::atomic<int64_t>[]> ready_;  // the clip in each place

  int64_t pass_ = 0;
  int64_t position_ = 0;        // in the pass
  std::vector<int64_t> order_;  // of the epoch's clips in this pass
  std::vector<float> batch_inputs_;
  std::vector<int> batch_labels_;
};

}  // namespace mote
