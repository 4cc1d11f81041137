#include "stages/collect/record/live_frames.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace mote {
namespace {

constexpr std::chrono::milliseconds kMoment(50);
// A rate that is measured anew counts when it differs by so much.
constexpr double kSameRate = 0.005;
// A sensor may be silent for so many of its own intervals.
constexpr double kSilentIntervals = 20;

}  // namespace

LiveFrames::LiveFrames(LiveSource& source, CaptureWriter* capture,
                       double patience_s, const Run& run)
    : source_(source),
      run_(run),
      decoder_(make_decoder(source.decoder, source.declared)),
      patience_s_(patience_s),
      reader_(*source.bytes, capture) {}

bool LiveFrames::advance() { return take(kMoment); }

bool LiveFrames::catch_up() {
  for (int64_t i = reader_.chunks_before_prompt(); i > 0; --i) {
    if (!take(kMoment)) return false;
  }
  return true;
}

bool LiveFrames::take(std::chrono::milliseconds timeout) {
  if (run_.stop.load(std::memory_order_relaxed)) reader_.stop();
  const std::optional<Chunk> chunk = reader_.next(timeout);
  if (!chunk) return false;
  if (frames_) newest_ = frames_->end();
  bytes_came_ |= !chunk->bytes.empty();
  int64_t fresh = 0;
  if (!chunk->bytes.empty()) {
    const Readings readings = decoder_->decode(*chunk);
    const LiveFormat* format = decoder_->format();
    if (format != nullptr) {
      if (!frames_) frames_.emplace(*format);
      frames_->append(readings.values);
      fresh = frames_->end() - newest_;
    }
    arrived_ns_ = chunk->arrived_ns;
  }
  if (fresh > 0) {
    meter_.add(arrived_ns_, fresh);
    last_frames_ns_ = clock_.now_ns();
    readings_came_ = true;
  } else {
    check_silence();
  }
  return true;
}

void LiveFrames::check_silence() {
  const double silent_s =
      static_cast<double>(clock_.now_ns() - last_frames_ns_) / 1e9;
  const double rate = readings_came_ ? rate_hz() : 0;
  const double allowed_s =
      rate > 0 ? std::max(patience_s_, kSilentIntervals / rate) : patience_s_;
  if (silent_s < allowed_s) return;
  if (readings_came_) {
    throw Error(
        fmt::format("the device has sent nothing for {:.0f} s", silent_s),
        source_.name, "What was recorded before is kept.");
  }
  if (bytes_came_) {
    throw Error("what the device sends is no readings" +
                    (faults().example.empty() ? "" : ": " + faults().example),
                source_.name,
                "Check the speed (--baud) and what its program prints: a "
                "reading a line, such as 0.1,0.2,9.8");
  }
  throw Error(fmt::format("nothing has come for {:.0f} s", silent_s),
              source_.name,
              "Check that the board's program runs and sends readings; "
              "--patience 60 waits longer.");
}

double LiveFrames::rate_hz() {
  const LiveFormat* known = decoder_->format();
  if (known == nullptr) return 0;
  if (known->rate_hz > 0) return known->rate_hz;
  const MeasuredRate measured = meter_.measured();
  if (std::abs(measured.rate_hz - rate_hz_) > kSameRate * measured.rate_hz) {
    rate_hz_ = round_rate(measured);
  }
  return rate_hz_;
}

bool LiveFrames::rate_known() const {
  const LiveFormat* known = decoder_->format();
  return readings_came_ &&
         (known->kind == "picture" || known->rate_hz > 0 || meter_.settled());
}

}  // namespace mote
