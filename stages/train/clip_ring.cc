#include "stages/train/clip_ring.h"

#include <thread>

namespace mote {
namespace {

constexpr int64_t kBatchesAhead = 8;

}  // namespace

ClipRing::ClipRing(const TrainingClips& clips, int64_t input_size, int batch,
                   int64_t first, int64_t last)
    : clips_(clips),
      input_size_(input_size),
      batch_(batch),
      last_(last),
      capacity_(batch * kBatchesAhead),
      next_(first),
      freed_(first),
      inputs_(capacity_ * input_size),
      labels_(capacity_),
      ready_(std::make_unique<std::atomic<int64_t>[]>(capacity_)) {
  for (int64_t i = 0; i < capacity_; ++i) ready_[i] = -1;
}

bool ClipRing::make_one() {
  int64_t clip = next_;
  do {
    if (clip >= last_ || clip >= freed_ + capacity_) return false;
  } while (!next_.compare_exchange_weak(clip, clip + 1));
  const int64_t place = clip % capacity_;
  labels_[place] = clips_.make(clip, inputs_.data() + place * input_size_);
  ready_[place] = clip;
  return true;
}

ClipRing::Batch ClipRing::next_batch() {
  const int64_t first = freed_;
  for (int64_t clip = first; clip < first + batch_; ++clip) {
    while (ready_[clip % capacity_] != clip) {
      if (!make_one()) std::this_thread::yield();
    }
  }
  const int64_t place = first % capacity_;
  return {{inputs_.data() + place * input_size_,
           static_cast<size_t>(batch_ * input_size_)},
          {labels_.data() + place, static_cast<size_t>(batch_)}};
}

void ClipRing::release() { freed_ += batch_; }

}  // namespace mote
