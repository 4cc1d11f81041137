// What to record, and what whoever watches gets to see of it.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "lib/live/live_format.h"
#include "lib/live/rate_meter.h"
#include "stages/collect/import.h"
#include "stages/collect/record/frame_buffer.h"
#include "stages/collect/record/trigger.h"

namespace mote {

struct RecordOptions {
  std::vector<std::string> labels;  // asked for in turn; none: kUnlabelled
  std::string group;                // who or what makes them
  int count = 20;                   // recordings of each label
  double seconds = 1;               // of each; 0: until the end (Ctrl-C)
  // From the prompt to the beginning.
  double countdown_s = 1;
  // Of sound: of so many seconds, the `seconds` with the most energy are kept,
  // and takes in which nothing stands out are asked for again. 0: no.
  double listen_s = 0;
  // A recording begins when this is exceeded; value 0: after the countdown.
  TriggerLevel trigger = {};
  double before_s = 0.2;  // so much from before the trigger is part of it
  // One recording after the other, without prompts or gaps, `count` of them
  // (0: until the end).
  bool continuous = false;
  double patience_s = 15;  // so long the sensor may be silent
  std::map<std::string, std::string> metadata = {};  // of each recording
};

struct RecordReport {
  ImportReport stored;
  LiveFormat format;      // as it was found; no axes: nothing came
  double rate_hz = 0;     // of the recordings
  MeasuredRate measured;  // by arrivals
  int64_t frames = 0;     // all that came
  double seconds = 0;     // in all recordings
  int64_t broken = 0;     // lines or packets that were no readings
  std::string broken_example;
  int64_t lost = 0;  // frames known to be missing
  int64_t gaps = 0, pauses = 0;
  int64_t dropped = 0;           // takes that were cut short
  std::optional<Error> failure;  // why it ended early
};

// How a recording stands, several times a second.
struct RecordStatus {
  enum class Phase { kMeasuring, kCountdown, kWaiting, kRecording, kNothing };
  Phase phase = Phase::kMeasuring;  // kNothing: nothing was heard, once more
  std::string label;
  int number = 1, count = 1;        // "12 of 20"; count 0: no end
  double done_s = 0, wanted_s = 0;  // of the countdown or the recording
  double rate_hz = 0;               // 0: not known yet
  double level = 0;                 // of the trigger, 1: it fires
  int64_t broken = 0;
  const LiveFormat* format = nullptr;   // not known yet
  const FrameBuffer* frames = nullptr;  // the newest, some seconds
};
using RecordWatch = std::function<void(const RecordStatus&)>;

}  // namespace mote
