// Notices when something begins: any axis departs from where it rests.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "stages/collect/record/frame_buffer.h"

namespace mote {

// How far an axis must depart from its resting value.
struct TriggerLevel {
  double value = 0;       // 0: no trigger
  bool relative = false;  // times the axis' own noise; else in the axis' unit,
                          // of sound as a share of full scale
};

// "0.5": absolute; "6x" or "16dB": times the noise. Throws UsageError for
// anything else.
TriggerLevel parse_trigger(std::string_view text);

// Looks at blocks of 20 ms (at least one frame). An axis' level is the root of
// its mean squared distance from where it rests; where it rests, and its noise
// (its usual level), are learned in the first half second (10 frames at least)
// and followed slowly as long as nothing happens. Of grids, every place counts
// as an axis of its own. Values that are missing count for nothing.
class Trigger {
 public:
  Trigger(const TriggerLevel& threshold, const LiveFormat& format,
          double rate_hz);

  // What lies before this frame is over: learns anew from it on.
  void restart(int64_t frame);
  // Looks at frames that have come, in order. The first frame of the block in
  // which something began, or -1.
  int64_t look(const FrameBuffer& frames);

  // Of the last block, as a share of what fires: 1 and above fire. 0 while
  // learning.
  double level() const { return level_; }

 private:
  struct Channel {
    double rest = 0, noise = 0;  // noise: mean squared distance from rest
    double learned = 0;          // values
  };
  void learn(const FrameBuffer& frames, int64_t frame);
  void measure_block(const FrameBuffer& frames, int64_t first);
  double share_of_threshold(const Channel& channel, double power) const;
  void follow();

  TriggerLevel threshold_;
  double least_noise_;
  int64_t block_;  // frames
  int64_t frames_to_learn_ = 0, learned_ = 0, next_ = 0;
  double pace_ = 0;  // share of a quiet block in what is known
  std::vector<Channel> channels_;
  std::vector<Channel> block_of_;  // the last block: mean, squared distance
  double level_ = 0;
};

}  // namespace mote
