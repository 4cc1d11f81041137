#include "device/detect/trigger.h"

namespace mote {
namespace detect {

void Trigger::Reset() {
  next_ = 0;
  count_ = 0;
  fired_ = false;
}

void Trigger::Remember(const int32_t* scores) {
  uint16_t* row = history_ + next_ * config_.labels;
  for (int32_t i = 0; i < config_.labels; ++i) {
    row[i] = static_cast<uint16_t>(scores[i]);
  }
  next_ = next_ + 1 == config_.smoothing ? 0 : next_ + 1;
  if (count_ < config_.smoothing) ++count_;
}

int32_t Trigger::Average(int32_t label) const {
  int32_t sum = 0;
  for (int32_t row = 0; row < config_.smoothing; ++row) {
    sum += history_[row * config_.labels + label];
  }
  return sum / config_.smoothing;
}

bool Trigger::Push(const int32_t* scores, uint64_t sample,
                   Detection* detection) {
  Remember(scores);
  if (count_ < config_.smoothing) return false;
  int32_t best = 0;
  int32_t best_score = Average(0);
  for (int32_t label = 1; label < config_.labels; ++label) {
    const int32_t score = Average(label);
    if (score > best_score) best = label, best_score = score;
  }
  if (config_.ignored[best] || best_score < config_.threshold) return false;
  if (fired_ && sample - last_sample_ < config_.suppression_samples) {
    return false;
  }
  fired_ = true;
  last_sample_ = sample;
  *detection = Detection{best, best_score, sample};
  return true;
}

}  // namespace detect
}  // namespace mote
