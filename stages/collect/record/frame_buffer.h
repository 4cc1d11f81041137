// The newest frames of a sensor, each known by its number since the beginning.
#pragma once

#include <cstdint>

#include "lib/live/live_format.h"

namespace mote {

class FrameBuffer {
 public:
  explicit FrameBuffer(const LiveFormat& format);

  // Whole frames of the format's type.
  void append(const SignalValues& values);
  // Frames before this one may go; they do when that is worth the copying.
  void forget_before(int64_t frame);

  // The frames that are there: from begin() to before end().
  int64_t begin() const { return begin_; }
  int64_t end() const { return end_; }
  size_t frame_bytes() const;

  // Frames `first` to before `end`, which must be there.
  SignalValues copy(int64_t first, int64_t end) const;
  // Value `channel` (of the frame's values) of a frame that is there.
  double value(int64_t frame, size_t channel) const;

 private:
  size_t width_;  // values of a frame
  SignalValues values_;
  int64_t begin_ = 0, end_ = 0;
};

}  // namespace mote
