// From scores over time to detections.
#pragma once

#include <stdint.h>

namespace mote {
namespace detect {

struct Detection {
  int32_t label;
  int32_t score;    // smoothed, 0..kScoreOne
  uint64_t sample;  // how many samples had been heard when it fired
};

// Constant data.
struct TriggerConfig {
  int32_t labels;
  int32_t smoothing;             // scores averaged, at least 1
  int32_t threshold;             // of the average, 0..kScoreOne
  uint32_t suppression_samples;  // quiet time after a detection
  const uint8_t* ignored;        // a label: 1 if it never fires
};

// Fires when the label with the highest average over the last `smoothing`
// scores is not an ignored one, the average reaches the threshold, and the
// last detection is at least suppression_samples ago. It waits for
// `smoothing` scores after Reset.
class Trigger {
 public:
  // `history` holds smoothing * labels scores.
  constexpr Trigger(const TriggerConfig& config, uint16_t* history)
      : config_(config), history_(history) {}

  void Reset();

  // Takes the scores of all labels at the time `sample`; true when a
  // detection was written.
  bool Push(const int32_t* scores, uint64_t sample, Detection* detection);

 private:
  void Remember(const int32_t* scores);
  int32_t Average(int32_t label) const;

  const TriggerConfig& config_;
  uint16_t* history_;  // a ring of rows of scores
  int32_t next_ = 0;   // row of history_ to be written
  int32_t count_ = 0;  // rows filled, at most smoothing
  bool fired_ = false;
  uint64_t last_sample_ = 0;  // of the last detection
};

}  // namespace detect
}  // namespace mote
