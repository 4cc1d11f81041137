// A sensor's frames while they come: read, decoded, measured, and the newest
// of them kept.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "lib/base/run.h"
#include "lib/live/capture.h"
#include "lib/live/live_reader.h"
#include "lib/live/live_source.h"
#include "lib/live/rate_meter.h"
#include "stages/collect/record/frame_buffer.h"

namespace mote {

class LiveFrames {
 public:
  // The source must outlive it, as must the capture, if any. patience_s: so
  // long may the sensor be silent.
  LiveFrames(LiveSource& source, CaptureWriter* capture, double patience_s,
             const Run& run);

  // Takes what comes next, waiting a moment for it. False at the end of the
  // source, or once the run is to stop and all that had arrived was taken.
  // Throws Error when the device is lost, sends nothing for too long or what is
  // no readings.
  bool advance();

  // Takes what arrived before a prompt, which is shown now. False as advance().
  bool catch_up();

  // Nothing before the first frames are there.
  const LiveFormat* format() const { return decoder_->format(); }
  FrameBuffer& frames() { return *frames_; }
  const FrameBuffer* history() const { return frames_ ? &*frames_ : nullptr; }

  // When the last chunk arrived, and the number of its first frame.
  int64_t arrived_ns() const { return arrived_ns_; }
  int64_t newest() const { return newest_; }

  // Declared, else measured. 0: not known yet.
  double rate_hz();
  // Whether that can be relied on.
  bool rate_known() const;

  const RateMeter& meter() const { return meter_; }
  const DecodeFaults& faults() const { return decoder_->faults(); }
  int64_t gaps() const { return source_.bytes->gaps(); }
  const LiveSource& source() const { return source_; }

 private:
  bool take(std::chrono::milliseconds timeout);
  void check_silence();

  LiveSource& source_;
  const Run& run_;
  std::unique_ptr<Decoder> decoder_;
  std::optional<FrameBuffer> frames_;
  RateMeter meter_;
  double patience_s_, rate_hz_ = 0;
  int64_t arrived_ns_ = 0, newest_ = 0;
  bool readings_came_ = false, bytes_came_ = false;
  ArrivalClock clock_;
  int64_t last_frames_ns_ = 0;  // by clock_
  LiveReader reader_;           // last: its thread ends first
};

}  // namespace mote
