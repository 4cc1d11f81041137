#include <algorithm>
#include <cmath>

#include "stages/collect/checks/features.h"

namespace mote {
namespace {

constexpr size_t kSegments = 8;
constexpr size_t kSide = 8;  // of the small picture

struct Spread {
  double count = 0, sum = 0, squares = 0;

  void add(double value) {
    if (std::isnan(value)) return;
    ++count;
    sum += value;
    squares += value * value;
  }
  double mean() const { return count > 0 ? sum / count : 0; }
  double log_deviation() const {
    const double m = mean();
    const double variance = count > 0 ? squares / count - m * m : 0;
    return std::log(std::sqrt(std::max(0.0, variance)) + 1e-6);
  }
};

void push(std::vector<float>& features, double value) {
  features.push_back(static_cast<float>(value));
}

// Level, spread and roughness of one axis, then both first in segments.
void add_axis(std::span<const float> values, size_t axis, size_t axes,
              std::vector<float>& features) {
  const size_t frames = values.size() / axes;
  Spread all, steps;
  std::vector<Spread> segments(kSegments);
  double before = NAN;
  for (size_t t = 0; t < frames; ++t) {
    const double value = values[t * axes + axis];
    all.add(value);
    steps.add(value - before);
    segments[t * kSegments / frames].add(value);
    before = value;
  }
  push(features, all.mean());
  push(features, all.log_deviation());
  push(features, steps.log_deviation());
  for (const Spread& segment : segments) {
    push(features, segment.mean() - all.mean());
    push(features, segment.log_deviation());
  }
}

// The mean of the frames, kSide by kSide places an axis.
void add_picture(const Signal& signal, const std::vector<float>& values,
                 std::vector<float>& features) {
  const size_t places = signal.place_count(), axes = signal.axis_count();
  const size_t width = signal.frame_shape.size() < 2
                           ? places
                           : static_cast<size_t>(signal.frame_shape.back());
  const size_t height = places / width;
  std::vector<Spread> cells(kSide * kSide * axes);
  for (size_t i = 0; i < values.size(); ++i) {
    const size_t place = i / axes % places;
    const size_t row = place / width * kSide / height;
    const size_t column = place % width * kSide / width;
    cells[(row * kSide + column) * axes + i % axes].add(values[i]);
  }
  for (const Spread& cell : cells) push(features, cell.mean());
}

}  // namespace

std::vector<float> reading_features(const Signal& signal,
                                    const std::vector<float>& values) {
  std::vector<float> features;
  const size_t axes = signal.axis_count();
  for (size_t a = 0; a < axes; ++a) add_axis(values, a, axes, features);
  if (signal.place_count() > 1) add_picture(signal, values, features);
  return features;
}

}  // namespace mote
