// Samples in, scores and detections out: the same on host and firmware.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "lib/signal/signal.h"

namespace mote {

// A label's score is a 16-bit fraction: 32,768 = 1.
inline constexpr int kScoreOne = 32768;

struct Detection {
  int label = 0;      // index into labels()
  double time_s = 0;  // of the last sample heard when it fired
  int score = 0;      // 0..kScoreOne

  bool operator==(const Detection&) const = default;
};

// Host (lib/runner) and emulated (lib/firmware) detectors are built on the one
// device class of device/detect and give the same bits.
class Detector {
 public:
  virtual ~Detector() = default;

  virtual const std::vector<std::string>& labels() const = 0;
  // Of the samples it takes: what FeatureBlock::samples gives of a recording,
  // so many a second.
  virtual double samples_a_second() const = 0;
  virtual std::vector<int16_t> samples(const Signal& signal,
                                       const std::string& where) const = 0;

  // Scores of one clip, heard after the feature block's warm-up: one score a
  // label, 0..kScoreOne. Resets the stream.
  virtual std::vector<int> score(std::span<const int16_t> clip) = 0;

  // score() of many clips; detectors that can, batch them.
  virtual std::vector<std::vector<int>> score_all(
      const std::vector<std::vector<int16_t>>& clips);

  // A running signal, in pieces of any size; times count from the reset.
  virtual std::vector<Detection> push(std::span<const int16_t> samples) = 0;

  // Forgets everything, then hears `warm_up` without inferring: times count
  // from its end.
  virtual void reset(std::span<const int16_t> warm_up = {}) = 0;

  // What the feature block would play before `clip`: a stretch of its quietest
  // sound. Given to reset, a recording is heard as if the device had been
  // listening for a while.
  virtual std::vector<int16_t> quiet_sound(
      std::span<const int16_t> clip) const = 0;
};

}  // namespace mote
