#include "stages/collect/checks/gap.h"

#include <algorithm>
#include <cmath>
#include <span>

namespace mote {
namespace {

constexpr double kShortestSeconds = 0.005;
constexpr double kAroundSeconds = 0.005;  // looked at before and after
constexpr double kLeastLevel = 100;       // of 32,768, right around a gap
constexpr double kLogChance = -23;        // of a run: 10^-10
constexpr size_t kFewestFrames = 5;

double level(std::span<const float> values) {
  double sum = 0, squares = 0;
  for (const double value : values) {
    sum += value;
    squares += value * value;
  }
  const auto count = static_cast<double>(values.size());
  const double mean = sum / count;
  return std::sqrt(std::max(0.0, squares / count - mean * mean));
}

// Calls body(first, length) for each run of `equal` neighbours that touches
// neither end. equal(i): item i is as item i - 1.
template <class Equal, class Body>
void each_run(size_t count, const Equal& equal, const Body& body) {
  size_t first = 0;
  for (size_t i = 1; i < count; ++i) {
    if (equal(i)) continue;
    if (first > 0 && i - first > 1) body(first, i - first);
    first = i;
  }
}

}  // namespace

Gap gap_of_sound(const std::vector<float>& values, double rate_hz) {
  const auto least = static_cast<size_t>(kShortestSeconds * rate_hz) + 1;
  const auto around = static_cast<size_t>(kAroundSeconds * rate_hz) + 1;
  const std::span<const float> all(values);
  size_t longest = 0, start = 0;
  auto equal = [&](size_t i) { return values[i] == values[i - 1]; };
  each_run(values.size(), equal, [&](size_t first, size_t length) {
    const size_t end = first + length;
    if (length < least || length <= longest || first < around ||
        end + around > values.size()) {
      return;
    }
    if (level(all.subspan(first - around, around)) < kLeastLevel ||
        level(all.subspan(end, around)) < kLeastLevel) {
      return;
    }
    longest = length;
    start = first;
  });
  return {static_cast<double>(start) / rate_hz,
          static_cast<double>(longest) / rate_hz};
}

Gap gap_of_readings(const Signal& signal, const std::vector<float>& values) {
  const size_t frame = signal.place_count() * signal.axis_count();
  const size_t frames = signal.frame_count();
  auto equal = [&](size_t t) {
    const float* now = &values[t * frame];
    return std::equal(now, now + frame, now - frame, [](float a, float b) {
      return a == b || (std::isnan(a) && std::isnan(b));
    });
  };
  size_t longest = 0, start = 0, repeated = 0;
  each_run(frames, equal, [&](size_t first, size_t length) {
    repeated += length - 1;
    if (length <= longest) return;
    longest = length;
    start = first;
  });
  if (longest < kFewestFrames) return {};
  const auto steps = static_cast<double>(longest - 1);
  const double elsewhere = static_cast<double>(repeated) - steps;
  const double share = (elsewhere + 1) / (static_cast<double>(frames) - steps);
  if (steps * std::log(std::min(1.0, share)) > kLogChance) return {};
  const double rate_hz = signal.rate_hz > 0 ? signal.rate_hz : 1;
  return {static_cast<double>(start) / rate_hz, steps / rate_hz};
}

}  // namespace mote
