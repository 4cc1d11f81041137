#include "lib/live/rate_meter.h"

#include <algorithm>
#include <cmath>

namespace mote {
namespace {

constexpr double kSecond_ns = 1e9;
constexpr int64_t kBurst_ns = 10'000'000;  // what arrives within is one arrival
constexpr size_t kMostPoints = 1024;
constexpr double kShortestPause_s = 0.3, kPauseGaps = 6;
constexpr int64_t kBurstsToJudge = 5;
constexpr double kShared_s = 0.002;

struct Slope {
  double rate_hz, weight;
};

// The value below and above which lies half of the weight.
double weighted_median(std::vector<Slope>& slopes) {
  std::sort(slopes.begin(), slopes.end(), [](const Slope& a, const Slope& b) {
    return a.rate_hz < b.rate_hz;
  });
  double all = 0, below = 0;
  for (const Slope& slope : slopes) all += slope.weight;
  for (const Slope& slope : slopes) {
    below += slope.weight;
    if (below >= all / 2) return slope.rate_hz;
  }
  return 0;
}

}  // namespace

void RateMeter::add(int64_t arrived_ns, int64_t frames) {
  if (frames <= 0) return;
  frames_ += frames;
  if (!points_.empty() && arrived_ns - burst_began_ns_ < kBurst_ns) {
    points_.back().at_ns = arrived_ns;
    points_.back().frames = frames_;
    return;
  }
  judge_pause();
  int segment = points_.empty() ? 0 : points_.back().segment;
  if (begins_segment(arrived_ns)) ++segment;
  points_.push_back({arrived_ns, frames_, segment});
  burst_began_ns_ = arrived_ns;
  ++bursts_;
  if (points_.size() > kMostPoints) thin();
}

// Whether the burst that followed a gap, now complete, made up for it.
void RateMeter::judge_pause() {
  if (expected_frames_ > 0 &&
      static_cast<double>(frames_of_burst()) < expected_frames_ / 2) {
    ++pauses_;
  }
  expected_frames_ = 0;
}

int64_t RateMeter::frames_of_burst() const {
  const size_t count = points_.size();
  return count < 2 ? 0 : points_[count - 1].frames - points_[count - 2].frames;
}

bool RateMeter::begins_segment(int64_t arrived_ns) {
  if (points_.empty()) return false;
  const double gap_s =
      static_cast<double>(arrived_ns - burst_began_ns_) / kSecond_ns;
  const bool pause =
      bursts_ >= kBurstsToJudge &&
      gap_s > std::max(kShortestPause_s, kPauseGaps * usual_gap_s_);
  if (!pause) {
    // The mean of the first ones, then a moving one.
    const double share =
        1.0 / static_cast<double>(std::min<int64_t>(bursts_, 16));
    usual_gap_s_ += share * (gap_s - usual_gap_s_);
    return false;
  }
  expected_frames_ = measured().rate_hz * gap_s;
  return true;
}

// Keeps every other point, and the newest.
void RateMeter::thin() {
  const Point last = points_.back();
  size_t kept = 0;
  for (size_t i = 0; i + 1 < points_.size(); i += 2)
    points_[kept++] = points_[i];
  points_.resize(kept);
  points_.push_back(last);
}

MeasuredRate RateMeter::measured() const {
  std::vector<Slope> slopes;
  double span_s = 0;
  for (size_t first = 0; first < points_.size();) {
    size_t end = first;
    while (end < points_.size() &&
           points_[end].segment == points_[first].segment) {
      ++end;
    }
    const size_t half = (end - first) / 2;
    for (size_t i = first; half > 0 && i + half < end; ++i) {
      const Point &from = points_[i], &to = points_[i + half];
      const double seconds =
          static_cast<double>(to.at_ns - from.at_ns) / kSecond_ns;
      if (seconds <= 0) continue;
      slopes.push_back(
          {static_cast<double>(to.frames - from.frames) / seconds, seconds});
    }
    span_s +=
        static_cast<double>(points_[end - 1].at_ns - points_[first].at_ns) /
        kSecond_ns;
    first = end;
  }
  if (slopes.size() < 2 || span_s <= 0) return {};
  MeasuredRate measured;
  measured.rate_hz = weighted_median(slopes);
  const auto pairs = static_cast<double>(slopes.size());
  for (Slope& slope : slopes) {
    slope.rate_hz = std::abs(slope.rate_hz - measured.rate_hz);
  }
  // 1.48: from the median deviation to the standard one; 1.25: of a median; and
  // what all arrivals share, such as a clock.
  measured.uncertainty_hz =
      2 * 1.25 * 1.48 * weighted_median(slopes) / std::sqrt(pairs) +
      kShared_s / span_s * measured.rate_hz;
  return measured;
}

bool RateMeter::settled() const {
  if (points_.size() < 5) return false;
  const auto span_ns =
      static_cast<double>(points_.back().at_ns - points_.front().at_ns);
  if (span_ns < 2 * kSecond_ns) return false;
  const MeasuredRate now = measured();
  return now.rate_hz > 0 &&
         (points_.size() >= 20 || now.uncertainty_hz < 0.01 * now.rate_hz);
}

double round_rate(const MeasuredRate& measured) {
  const double rate = measured.rate_hz;
  if (rate <= 0) return 0;
  const double allowed = std::max(measured.uncertainty_hz, 0.002 * rate);
  const double magnitude = std::floor(std::log10(rate));
  for (int digits = 0; digits < 6; ++digits) {
    const double step = std::pow(10, magnitude - digits);
    const double round = std::round(rate / step) * step;
    if (round > 0 && std::abs(round - rate) <= std::min(allowed, 0.02 * rate)) {
      // Again by division, where the step is a fraction: 62.5, not 62.50000001.
      return step < 1 ? std::round(rate / step) / std::round(1 / step) : round;
    }
  }
  return rate;
}

}  // namespace mote
