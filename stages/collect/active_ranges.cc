#include <algorithm>
#include <cmath>
#include <limits>

#include "stages/collect/segment.h"

namespace mote {
namespace {

// The mean of each axis over the whole signal.
std::vector<double> means(const std::vector<float>& values, size_t axes) {
  std::vector<double> sums(axes), counts(axes);
  for (size_t i = 0; i < values.size(); ++i) {
    if (std::isnan(values[i])) continue;
    sums[i % axes] += static_cast<double>(values[i]);
    ++counts[i % axes];
  }
  for (size_t axis = 0; axis < axes; ++axis) {
    sums[axis] /= std::max(counts[axis], 1.0);
  }
  return sums;
}

// A level in dB for each stretch of so many values; minus infinity for one
// without any movement.
std::vector<double> levels_db(const std::vector<float>& values, size_t axes,
                              size_t stretch) {
  const std::vector<double> mean = means(values, axes);
  std::vector<double> levels;
  for (size_t begin = 0; begin < values.size(); begin += stretch) {
    const size_t end = std::min(begin + stretch, values.size());
    double power = 0;
    for (size_t i = begin; i < end; ++i) {
      const double value = static_cast<double>(values[i]) - mean[i % axes];
      if (!std::isnan(value)) power += value * value;
    }
    levels.push_back(10 * std::log10(power / static_cast<double>(end - begin)));
  }
  return levels;
}

// The level that a tenth of the frames stays below.
double quiet_level_db(std::vector<double> levels) {
  std::erase_if(levels, [](double level) { return std::isinf(level); });
  if (levels.empty()) return std::numeric_limits<double>::infinity();
  const auto tenth =
      levels.begin() + static_cast<std::ptrdiff_t>(levels.size() / 10);
  std::nth_element(levels.begin(), tenth, levels.end());
  return *tenth;
}

struct Stretch {
  double start_s, end_s;
};

// Runs of frames above the threshold, close ones joined, short ones left out.
std::vector<Stretch> loud_stretches(const std::vector<double>& levels,
                                    double threshold_db, double frame_s,
                                    const SegmentOptions& options) {
  std::vector<Stretch> found;
  for (size_t i = 0; i < levels.size(); ++i) {
    if (levels[i] < threshold_db) continue;
    const double start = static_cast<double>(i) * frame_s;
    const double end = static_cast<double>(i + 1) * frame_s;
    if (!found.empty() && start - found.back().end_s <= options.gap_s) {
      found.back().end_s = end;
    } else {
      found.push_back({start, end});
    }
  }
  std::erase_if(found, [&](const Stretch& stretch) {
    return stretch.end_s - stretch.start_s < options.min_s;
  });
  return found;
}

}  // namespace

std::vector<TimeRange> active_ranges(const Signal& signal,
                                     const SegmentOptions& options) {
  const size_t frames = signal.frame_count();
  if (frames == 0 || !(signal.rate_hz > 0)) return {};
  const Signal real = as_float(signal);
  const auto& values = std::get<std::vector<float>>(real.samples);
  const size_t values_a_frame = values.size() / frames;
  const double wanted = options.frame_ms * 1e-3 * signal.rate_hz;
  const auto length = static_cast<size_t>(
      std::clamp(std::round(wanted), 1.0, static_cast<double>(frames)));
  const auto levels =
      levels_db(values, signal.axis_count(), length * values_a_frame);
  const double threshold_db = quiet_level_db(levels) + options.threshold_db;
  const double frame_s = static_cast<double>(length) / signal.rate_hz;
  std::vector<TimeRange> ranges;
  for (const Stretch& loud :
       loud_stretches(levels, threshold_db, frame_s, options)) {
    const double start = std::max(loud.start_s - options.margin_s, 0.0);
    const double end =
        std::min(loud.end_s + options.margin_s, signal.seconds());
    if (!ranges.empty() && start < ranges.back().end_s) {
      ranges.back().end_s = end;
    } else {
      ranges.push_back({start, end, options.label});
    }
  }
  return ranges;
}

}  // namespace mote
