// Clips made ahead of their use, by any threads, in any order.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "stages/train/clips.h"

namespace mote {

// A ring of finished clips between those that make them and the one that
// trains on them. What clip n holds depends on n alone.
class ClipRing {
 public:
  // For clips first .. last - 1; `batch` divides both.
  ClipRing(const TrainingClips& clips, int64_t input_size, int batch,
           int64_t first, int64_t last);

  // Makes the next clip, if there is room for one: background work.
  bool make_one();

  // The next batch: helps until all of it is made. Valid until release().
  struct Batch {
    std::span<const float> inputs;
    std::span<const int> labels;
  };
  Batch next_batch();
  void release();

 private:
  const TrainingClips& clips_;
  int64_t input_size_;
  int batch_;
  int64_t last_;
  int64_t capacity_;
  std::atomic<int64_t> next_;   // to make
  std::atomic<int64_t> freed_;  // all before it are used
  std::vector<float> inputs_;
  std::vector<int> labels_;
  std::unique_ptr<std::atomic<int64_t>[]> ready_;  // the clip in each place
};

}  // namespace mote
