// How many frames a second a sensor really sends, found from when they arrive.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace mote {

struct MeasuredRate {
  double rate_hz = 0;         // 0: too few readings so far
  double uncertainty_hz = 0;  // about two standard deviations
};

// Arrivals are late and come in bursts: USB sends when a buffer is full, the
// computer was busy. So the rate is the weighted median of the slopes between
// arrivals half the time apart (Theil and Sen's estimator over these pairs):
// a few late ones change nothing. Where a sensor paused, what lies before and
// after is measured apart. Memory is bounded; the span is that of all readings.
class RateMeter {
 public:
  // So many frames arrived; times never fall.
  void add(int64_t arrived_ns, int64_t frames);

  MeasuredRate measured() const;
  // Whether measured() is worth using: two seconds or more, and certain to 1 %
  // or from 20 arrivals.
  bool settled() const;

  int64_t frames() const { return frames_; }
  // How often nothing came for long (0.3 s and six usual times between
  // arrivals) without being sent later.
  int64_t pauses() const { return pauses_; }

 private:
  // Frames had arrived by then, in all.
  struct Point {
    int64_t at_ns;
    int64_t frames;
    int segment;  // between pauses
  };
  bool begins_segment(int64_t arrived_ns);
  void judge_pause();
  int64_t frames_of_burst() const;
  void thin();

  std::vector<Point> points_;
  int64_t frames_ = 0, pauses_ = 0, burst_began_ns_ = 0;
  double usual_gap_s_ = 0;  // between bursts, a moving mean
  int64_t bursts_ = 0;
  double expected_frames_ = 0;  // of the burst after a gap
};

// The roundest rate that a measurement allows: 99.83 +- 0.3 -> 100, 62.47 +-
// 0.1 -> 62.5; off by its uncertainty or 0.2 % at most.
double round_rate(const MeasuredRate& measured);

}  // namespace mote
