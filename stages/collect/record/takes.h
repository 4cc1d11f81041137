// Where takes begin and end among a sensor's frames.
#pragma once

#include <cstdint>
#include <exception>
#include <optional>
#include <string>

#include "stages/collect/record/live_frames.h"
#include "stages/collect/record/record_options.h"

namespace mote {

// Frames from `first` to before `end`.
struct Stretch {
  int64_t first = 0, end = 0;
  int64_t begins_ns = 0;
  bool whole = true;              // false: the source ended first
  std::exception_ptr fault = {};  // why it did, where that was an Error

  int64_t frames() const { return end - first; }
};

class Takes {
 public:
  // All must outlive it.
  Takes(LiveFrames& live, const RecordOptions& options,
        const RecordWatch& watch);

  // Waits until axes and rate are known. False: the end came first.
  bool measure();

  // Prompts for a recording of a label, lets the countdown pass and waits for
  // the trigger. The first frame, or nothing at the end.
  std::optional<Stretch> begin(const std::string& label, int number);
  // So many frames from stretch.first on; those must still be there.
  Stretch collect(Stretch stretch, int64_t frames);
  // Says that the take was nothing and is asked for again.
  void tell_nothing();

  int64_t frames_of(double seconds);
  double seconds_of(int64_t frames);

 private:
  bool advance();
  bool count_down();
  std::optional<int64_t> wait_for_trigger();
  int64_t frames_before();
  void forget(int64_t needed);
  void show(RecordStatus::Phase phase);

  LiveFrames& live_;
  const RecordOptions& options_;
  const RecordWatch& watch_;
  RecordStatus status_;
  std::optional<Trigger> trigger_;
  int64_t taken_until_ = 0;  // no frame is in two takes
};

}  // namespace mote
