#include "stages/train/epoch_clips.h"

#include <numeric>
#include <thread>

#include "lib/base/hash.h"

namespace mote {

EpochClips::EpochClips(const TrainingClips& clips, int64_t input_size,
                       const TrainSettings& settings, int first_epoch)
    : clips_(clips),
      input_size_(input_size),
      clips_an_epoch_(settings.clips_an_epoch),
      last_(clips_an_epoch_ * settings.epochs),
      seed_(mix64(static_cast<uint64_t>(settings.seed), hash64("order"))),
      next_(clips_an_epoch_ * first_epoch),
      freed_(clips_an_epoch_ * first_epoch),
      features_(2 * clips_an_epoch_ * input_size),
      labels_(2 * clips_an_epoch_),
      ready_(std::make_unique<std::atomic<int64_t>[]>(2 * clips_an_epoch_)),
      order_(clips_an_epoch_),
      batch_inputs_(settings.batch * input_size),
      batch_labels_(settings.batch) {
  for (int64_t i = 0; i < 2 * clips_an_epoch_; ++i) ready_[i] = -1;
  start_pass();
}

bool EpochClips::make_one() {
  int64_t clip = next_;
  do {
    if (clip >= last_ || clip >= freed_ + 2 * clips_an_epoch_) return false;
  } while (!next_.compare_exchange_weak(clip, clip + 1));
  const int64_t place = clip % (2 * clips_an_epoch_);
  labels_[place] = clips_.make(
      clip, std::span(features_).subspan(place * input_size_, input_size_));
  ready_[place] = clip;
  return true;
}

void EpochClips::wait_for(int64_t clip) {
  while (ready_[clip % (2 * clips_an_epoch_)] != clip) {
    if (!make_one()) std::this_thread::yield();
  }
}

// Fisher and Yates' shuffle, except in the first pass.
void EpochClips::start_pass() {
  position_ = 0;
  std::iota(order_.begin(), order_.end(), int64_t{freed_});
  if (pass_ == 0) return;
  const uint64_t key = mix64(mix64(seed_, freed_), pass_);
  for (size_t i = order_.size() - 1; i > 0; --i) {
    std::swap(order_[i], order_[mix64(key, i) % (i + 1)]);
  }
}

EpochClips::Batch EpochClips::next_batch() {
  for (size_t i = 0; i < batch_labels_.size(); ++i) {
    const int64_t clip = order_[position_++];
    wait_for(clip);
    const int64_t place = clip % (2 * clips_an_epoch_);
    batch_labels_[i] = labels_[place];
    clips_.scale().apply(
        std::span(features_).subspan(place * input_size_, input_size_),
        batch_inputs_.data() + i * input_size_);
  }
  if (position_ == clips_an_epoch_) {
    ++pass_;
    start_pass();
  }
  return {batch_inputs_, batch_labels_};
}

void EpochClips::next_epoch() {
  freed_ += clips_an_epoch_;
  pass_ = 0;
  start_pass();
}

}  // namespace mote
